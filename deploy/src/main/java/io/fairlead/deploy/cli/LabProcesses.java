package io.fairlead.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.deploy.lab.LabController;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.probe.HttpQuestion;
import io.fairlead.deploy.lab.probe.Probe;
import io.fairlead.deploy.lab.process.LabProgram;
import io.fairlead.deploy.lab.process.LabPrograms;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.deploy.pki.PemFolder;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the lab runs the real controller and the real speakers: this very program, as child
 * processes.
 */
public final class LabProcesses implements LabPrograms {
  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
  private static final Duration STATUS_LIMIT = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> CRDS =
      List.of(
          "metallb.io_ipaddresspools.yaml",
          "metallb.io_l2advertisements.yaml",
          "metallb.io_bgpadvertisements.yaml",
          "metallb.io_bgppeers.yaml",
          "metallb.io_bfdprofiles.yaml",
          "metallb.io_communities.yaml",
          "metallb.io_configurationstates.yaml",
          "metallb.io_servicel2statuses.yaml",
          "metallb.io_servicebgpstatuses.yaml",
          "frrk8s.metallb.io_bgpsessionstates.yaml");

  /** Small, as in a cluster; serial garbage collection suits processes of this size. */
  private static final List<String> CONTROLLER_JVM =
      List.of("-Xmx192m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final List<String> SPEAKER_JVM =
      List.of("-Xmx96m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final List<String> JVM =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /** Names the file that makes programs start sooner, when the launcher has made one. */
  static final String START_CACHE = "fairlead.start-cache";

  @Override
  public List<String> self() {
    return java(List.of("-Xmx256m", "-XX:+UseSerialGC"));
  }

  private static List<String> java(List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(JVM);
    command.addAll(startCache());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FairleadMain.class.getName());
    return command;
  }

  /** One that does not fit is passed over without a word, as by the launcher. */
  private static List<String> startCache() {
    var file = System.getProperty(START_CACHE, "");
    return file.isEmpty()
        ? List.of()
        : List.of(
            "-Xlog:aot=off,cds=off,cds+dynamic=off,class+path=off",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:SharedArchiveFile=" + file,
            "-D" + START_CACHE + "=" + file);
  }

  @Override
  public void prepare(LabSite site) {
    try {
      var now = Instant.now();
      var authority = ClusterAuthority.create("lab", now);
      issue(authority, ClusterRole.CONTROLLER, controllerHost(), LabSite.CONTROLLER, site, now);
      for (LabNode node : site.plan().nodes()) {
        var program = LabSite.speaker(node);
        issue(authority, ClusterRole.SPEAKER, node.address().toString(), program, site, now);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the certificates of the lab", e);
    }
  }

  private static void issue(
      ClusterAuthority authority,
      ClusterRole role,
      String host,
      String program,
      LabSite site,
      Instant now)
      throws IOException {
    var leaf = authority.issue(role, List.of(host), now);
    new PemFolder(certificates(program, site)).writeLeaf(leaf, authority.certificate());
  }

  private static Path certificates(String program, LabSite site) {
    return site.home(program).resolve("certs");
  }

  private static String controllerHost() {
    return LabPlan.CONTROLLER_ADDRESS.toString();
  }

  @Override
  public List<String> clusterDocuments() {
    return CRDS.stream().map(LabProcesses::bundled).toList();
  }

  private static String bundled(String file) {
    String path = "/manifests/crds/" + file;
    try (var stream = LabProcesses.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException(path + " is missing in this program");
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  @Override
  public LabProgram controller(LabSite site) {
    var command = java(CONTROLLER_JVM);
    command.add("controller");
    command.addAll(memberOptions(LabSite.CONTROLLER, controllerHost(), site));
    command.addAll(List.of("--kubeconfig", site.controllerKubeconfig().toString()));
    return program(LabSite.CONTROLLER, LabPlan.CONTROLLER, command, site);
  }

  @Override
  public LabProgram speaker(LabSite site, LabNode node) {
    var name = LabSite.speaker(node);
    var command = java(SPEAKER_JVM);
    command.add("speaker");
    command.addAll(memberOptions(name, node.address().toString(), site));
    command.addAll(List.of("--node-name", node.name().value()));
    return program(name, node.place(), command, site);
  }

  /** Asks the controller's management page, in its own namespace, who is up and reachable. */
  @Override
  public Optional<String> missing(LabSite site) {
    var place = site.plan().name().namespaceFile(LabPlan.CONTROLLER);
    var question =
        new HttpQuestion(LOOPBACK, LabController.MANAGEMENT_PORT, "/cluster/members", STATUS_LIMIT);
    try {
      var answer = Probe.askOnce(place, question);
      var state = JSON.readTree(answer.body());
      int up = 0;
      for (var member : state.path("members")) {
        up += member.path("status").asText().equals("Up") ? 1 : 0;
      }
      int wanted = 1 + site.plan().nodeCount();
      int unreachable = state.path("unreachable").size();
      return up == wanted && unreachable == 0
          ? Optional.empty()
          : Optional.of(
              "%d of %d members are up, %d unreachable".formatted(up, wanted, unreachable));
    } catch (IOException e) {
      return Optional.of("the controller does not tell its members: " + e.getMessage());
    }
  }

  private static List<String> memberOptions(String program, String host, LabSite site) {
    return List.of(
        "--cluster-host",
        host,
        "--management-port",
        String.valueOf(LabController.MANAGEMENT_PORT),
        "--controllers",
        controllerHost(),
        "--certs",
        certificates(program, site).toString(),
        "--data",
        site.home(program).resolve("data").toString());
  }

  private static LabProgram program(String name, String place, List<String> command, LabSite site) {
    return new LabProgram(name, place, command, Map.of(), site.log(name));
  }
}
