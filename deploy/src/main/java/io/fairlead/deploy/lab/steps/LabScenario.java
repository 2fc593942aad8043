package io.fairlead.deploy.lab.steps;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.lab.kube.LabApi;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.probe.HttpAnswer;
import io.fairlead.deploy.lab.probe.HttpQuestion;
import io.fairlead.deploy.lab.probe.Probe;
import io.fairlead.deploy.lab.probe.ProbeReport;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.deploy.lab.steps.Await.Look;
import io.fairlead.k8s.lab.LabServices;
import io.fairlead.k8s.lab.Manifest;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The default run: everything comes up, Services get addresses and answer, the node that owns the
 * first address dies, another takes over.
 */
public final class LabScenario {
  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(2);
  private static final int EVENTS_SHOWN = 3;

  /** Good answers that a probe must have seen after the outage. */
  private static final int STEADY_ANSWERS = 30;

  /**
   * Good answers before it, some seconds of them: the Services are brand-new, and stand-bys watch
   * an owner closely only when their sessions with it have settled.
   */
  private static final int STEADY_ANSWERS_BEFORE = 600;

  /**
   * A small machine can probe this many Services at the tick without disturbing what it measures.
   */
  private static final int PROBES_MAX = 3;

  private final Lab lab;
  private final Progress progress;
  private final Path client;

  public LabScenario(Lab lab, Progress progress) {
    this.lab = lab;
    this.progress = progress;
    this.client = lab.plan().name().namespaceFile(LabPlan.CLIENT);
  }

  /** A Service that answers, and the node that its address leads to. */
  private record Reached(ServiceKey key, IpAddress address, int port, LabNode owner) {}

  /** Brings everything up, until controller and speakers work together. */
  public void bringUp(Function<LabSettings, LabApi> apiSource) {
    LabPlan plan = lab.plan();
    progress.say(
        "network: a switch, %d nodes, a client, a router; %s, nothing leaves it"
            .formatted(plan.nodeCount(), LabPlan.LAN_PREFIX));
    lab.networkUp();
    progress.say("Kubernetes API: " + apiWords());
    lab.apiUp(apiSource);
    progress.say("cluster: %d nodes, pods, kube-proxy stand-in".formatted(plan.nodeCount()));
    lab.clusterUp();
    progress.say("programs: the controller and %d speakers".formatted(plan.nodeCount()));
    lab.startPrograms();
    awaitComplete();
  }

  /**
   * Runs the whole story on these documents.
   *
   * @param first applied together
   * @param second applied when the first Services answer; may be empty
   * @return the summary for the user
   */
  public String run(List<Manifest> first, List<Manifest> second) {
    var reached = new ArrayList<Reached>();
    reached.addAll(applyAndReach(first));
    reached.addAll(applyAndReach(second));
    if (reached.isEmpty()) {
      return "No Service of type LoadBalancer with a TCP port was applied, so none was asked.";
    }
    if (lab.plan().nodeCount() == 1) {
      return summary(reached, List.of())
          + "\nWith one node there is no other that could take over; use --nodes 2 or more.";
    }
    return summary(reached, failOver(reached));
  }

  /** Puts the killed node back and waits until it works with the others. */
  public void heal(LabNode node) {
    progress.say(node.name() + " comes back: cable in, speaker started");
    lab.heal(node);
    awaitComplete();
  }

  /** Nodes whose cable is out. */
  public List<LabNode> deadNodes() {
    return lab.plan().nodes().stream().filter(node -> !lab.network().connected(node)).toList();
  }

  private void awaitComplete() {
    lab.await()
        .until(
            "controller and speakers work together",
            () ->
                lab.missing()
                    .<Look<Boolean>>map(Look::notYet)
                    .orElseGet(() -> Look.at(Boolean.TRUE)));
  }

  private List<Reached> applyAndReach(List<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      progress.say("apply " + manifest.subject());
      lab.apply(manifest);
    }
    var reached = new ArrayList<Reached>();
    for (ServiceKey key : LabServices.balanced(manifests)) {
      LabServices.Balanced service = awaitAddress(key);
      IpAddress address = service.address().orElseThrow();
      progress.say("Service %s has EXTERNAL-IP %s".formatted(key, address));
      if (service.tcpPort().isPresent()) {
        reached.add(reach(key, address, service.tcpPort().getAsInt()));
      }
    }
    return reached;
  }

  private LabServices.Balanced awaitAddress(ServiceKey key) {
    return lab.await()
        .until(
            "Service " + key + " gets an EXTERNAL-IP",
            () -> {
              Optional<LabServices.Balanced> now = lab.services().find(key);
              return now.isPresent() && now.get().address().isPresent()
                  ? Look.at(now.get())
                  : Look.notYet(
                      "<pending>; its Events: " + lab.services().events(key, EVENTS_SHOWN));
            });
  }

  private Reached reach(ServiceKey key, IpAddress address, int port) {
    var question = new HttpQuestion(address, port, QUESTION_LIMIT);
    HttpAnswer answer =
        lab.await().until("the client gets an answer from " + question.url(), () -> ask(question));
    MacAddress mac =
        lab.network()
            .neighbour(address)
            .orElseThrow(() -> new IllegalStateException("an answer came without a neighbour"));
    LabNode owner = awaitOwner(address);
    progress.say(
        "client: GET %s answers %d, from pod %s"
            .formatted(question.url(), answer.status(), answer.pod().orElse("(unknown)")));
    progress.say("client: %s is at %s, which is %s".formatted(address, mac, owner.name()));
    return new Reached(key, address, port, owner);
  }

  private Look<HttpAnswer> ask(HttpQuestion question) {
    try {
      HttpAnswer answer = Probe.askOnce(client, question);
      return answer.succeeded() ? Look.at(answer) : Look.notYet("HTTP status " + answer.status());
    } catch (IOException e) {
      return Look.notYet(String.valueOf(e.getMessage()));
    }
  }

  private LabNode awaitOwner(IpAddress address) {
    return lab.await()
        .until(
            "the client's neighbour table leads " + address + " to a node",
            () -> {
              Optional<MacAddress> mac = lab.network().neighbour(address);
              return mac.flatMap(lab.plan()::nodeOf)
                  .map(Look::at)
                  .orElseGet(() -> Look.notYet(mac.map(Object::toString).orElse("no entry")));
            });
  }

  private List<Outage> failOver(List<Reached> services) {
    LabNode victim = services.getFirst().owner();
    List<Reached> probed = services.stream().limit(PROBES_MAX).toList();
    List<Probe> probes =
        probed.stream().map(s -> Probe.start(client, s.address(), s.port())).toList();
    progress.say("steady answers for some seconds, while the stand-bys get to know the owners");
    probes.forEach(probe -> awaitAnswers(probe, STEADY_ANSWERS_BEFORE));

    progress.say(
        "%s dies: cable pulled, speaker (process %s) killed with SIGKILL"
            .formatted(
                victim.name(),
                lab.programs().pid(LabSite.speaker(victim)).map(String::valueOf).orElse("?")));
    lab.kill(victim);

    List<LabNode> owners = services.stream().map(s -> awaitOtherOwner(s, victim)).toList();
    probes.forEach(probe -> awaitAnswers(probe, probe.answers() + STEADY_ANSWERS));
    var outages = new ArrayList<Outage>();
    for (int i = 0; i < services.size(); i++) {
      Optional<Probe> probe = i < probes.size() ? Optional.of(probes.get(i)) : Optional.empty();
      outages.add(new Outage(owners.get(i), probe.map(Probe::stop)));
      sayOutage(services.get(i), outages.get(i));
    }
    return outages;
  }

  private record Outage(LabNode owner, Optional<ProbeReport> report) {}

  private void sayOutage(Reached service, Outage outage) {
    if (outage.owner().equals(service.owner())) {
      progress.say("%s stays with %s".formatted(service.address(), service.owner().name()));
    } else {
      progress.say(
          "%s took over %s; the client saw no answer for %s"
              .formatted(
                  outage.owner().name(),
                  service.address(),
                  outage.report().map(r -> r.longestGapMillis() + " ms").orElse("(not probed)")));
    }
  }

  private void awaitAnswers(Probe probe, long count) {
    lab.await()
        .until(
            "the probe gets " + count + " answers",
            () ->
                probe.answers() >= count
                    ? Look.at(count)
                    : Look.notYet(probe.answers() + " answers"));
  }

  /** The owner of a Service's address once it is not the victim. */
  private LabNode awaitOtherOwner(Reached service, LabNode victim) {
    return lab.await()
        .until(
            "a node other than %s takes over %s".formatted(victim.name(), service.address()),
            () -> {
              Optional<LabNode> owner =
                  lab.network().neighbour(service.address()).flatMap(lab.plan()::nodeOf);
              return owner.isPresent() && !owner.get().equals(victim)
                  ? Look.at(owner.get())
                  : Look.notYet("the client still has " + victim.name());
            });
  }

  private String summary(List<Reached> services, List<Outage> outages) {
    var table =
        new TextTable(
            "SERVICE", "EXTERNAL-IP", "OWNER", "OWNER AFTER", "NO ANSWER FOR", "FAILED REQUESTS");
    for (int i = 0; i < services.size(); i++) {
      Reached service = services.get(i);
      Optional<Outage> outage = i < outages.size() ? Optional.of(outages.get(i)) : Optional.empty();
      var report = outage.flatMap(Outage::report);
      table.row(
          service.key(),
          service.address(),
          service.owner().name(),
          outage.map(o -> o.owner().name().value()).orElse("-"),
          report.map(r -> r.longestGapMillis() + " ms").orElse("-"),
          report.map(r -> r.failures() + " of " + r.requests()).orElse("-"));
    }
    return table + String.format(Locale.ROOT, "%nDone in %.1f s.", progress.seconds());
  }

  private String apiWords() {
    return lab.settings()
        .kubeconfig()
        .map(file -> "the one of " + file)
        .orElse("embedded in the lab");
  }
}
