package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.kube.EmbeddedLabApi;
import io.fairlead.deploy.lab.kube.LabApi;
import io.fairlead.deploy.lab.kube.LabManifests;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.probe.HttpQuestion;
import io.fairlead.deploy.lab.probe.Probe;
import io.fairlead.deploy.lab.process.ControlSocket;
import io.fairlead.deploy.lab.process.ControlSocket.Reply;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.deploy.lab.process.LabPrograms;
import io.fairlead.deploy.lab.steps.Lab;
import io.fairlead.deploy.lab.steps.LabScenario;
import io.fairlead.deploy.lab.steps.LabSettings;
import io.fairlead.deploy.lab.steps.LabStatus;
import io.fairlead.deploy.lab.steps.Progress;
import io.fairlead.k8s.lab.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The process that holds a lab, from its first namespace to its last. */
final class LabRun {
  private static final String BUNDLED = "/manifests/lab/";
  private static final int HTTP_PORT = 80;

  private final LabSettings settings;
  private final LabPrograms programs;
  private final Progress progress;
  private final CountDownLatch down = new CountDownLatch(1);

  /** Whether the process is ending, so that failures of its steps mean nothing any more. */
  private volatile boolean signalled;

  LabRun(LabSettings settings, LabPrograms programs, Progress progress) {
    this.settings = settings;
    this.programs = programs;
    this.progress = progress;
  }

  /** Runs the scenario; with {@code keep}, then stays until somebody ends the lab. */
  LabExit run(boolean keep) {
    Lab lab = Lab.claim(settings, programs, progress);
    Thread onSignal = Thread.ofPlatform().name("lab-tear-down").unstarted(() -> closeOnSignal(lab));
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (lab) {
      var scenario = new LabScenario(lab, progress);
      scenario.bringUp(LabRun::api);
      progress.plain("\n" + runOn(scenario) + "\n");
      if (keep) {
        hold(lab, scenario);
      }
      progress.say("tear down");
    } catch (LabException e) {
      if (signalled) {
        awaitProcessEnd();
      }
      throw e;
    }
    return LabExit.OK;
  }

  private String runOn(LabScenario scenario) {
    return settings.manifests().isEmpty()
        ? scenario.run(
            List.of(bundled("config-pool.yaml"), bundled("nginx.yaml")),
            List.of(bundled("second.yaml")))
        : scenario.run(settings.manifests(), List.of());
  }

  private void hold(Lab lab, LabScenario scenario) {
    scenario.deadNodes().forEach(scenario::heal);
    lab.alsoClose(
        "control socket",
        ControlSocket.listen(settings.folder().controlSocket(), words -> answer(lab, words)));
    progress.plain(howTo(lab));
    lab.programs().markReady();
    try {
      down.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply answer(Lab lab, String words) {
    String[] parts = words.split(" ");
    return switch (parts[0]) {
      case "status" -> new Reply(LabExit.OK, LabStatus.of(lab) + "\n\n" + howTo(lab));
      case "kill" -> {
        lab.kill(lab.plan().node(parts[parts.length - 1]));
        yield new Reply(LabExit.OK, parts[1] + " is dead: cable out, speaker killed");
      }
      case "stop" -> {
        lab.stop(lab.plan().node(parts[parts.length - 1]));
        yield new Reply(LabExit.OK, parts[1] + " has no speaker: it was asked to end, and ended");
      }
      case "heal" -> {
        lab.heal(lab.plan().node(parts[parts.length - 1]));
        yield new Reply(LabExit.OK, parts[1] + " is back: cable in, speaker started");
      }
      case "down" -> {
        down.countDown();
        yield new Reply(LabExit.OK, "the lab goes down");
      }
      default -> new Reply(LabExit.USAGE, "the lab does not know '" + words + "'");
    };
  }

  private String howTo(Lab lab) {
    LabFolder folder = settings.folder();
    String which = new LabFlags(folder).text();
    String kubectl =
        settings.rootless()
            ? "  fairlead lab exec%s host -- kubectl get services -A".formatted(which)
            : "  export KUBECONFIG=%s".formatted(folder.kubeconfig());
    return """
        The lab stays up. From any shell:
        %1$s
          fairlead lab exec%2$s client -- curl %3$s
          fairlead lab status%2$s
          fairlead lab kill%2$s node-1      (and: heal)
          fairlead lab down%2$s
        """
        .formatted(kubectl, which, exampleUrl(lab));
  }

  /** The first Service that has an address, as the client would ask for it. */
  private static String exampleUrl(Lab lab) {
    return lab.services().all().stream()
        .filter(service -> service.address().isPresent())
        .map(
            service ->
                new HttpQuestion(
                    service.address().orElseThrow(),
                    service.tcpPort().orElse(HTTP_PORT),
                    Probe.ANSWER_LIMIT))
        .map(HttpQuestion::url)
        .findFirst()
        .orElse("http://EXTERNAL-IP/");
  }

  private static LabApi api(LabSettings settings) {
    return settings
        .kubeconfig()
        .map(LabApi::existing)
        .orElseGet(() -> EmbeddedLabApi.start(settings.apiPort()));
  }

  private static Manifest bundled(String file) {
    String path = BUNDLED + file;
    try (InputStream stream = LabRun.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException(path + " is missing in this program");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return LabManifests.parse(file, text).getFirst();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }

  /** Ctrl-C, or a signal: everything is undone before the process ends. */
  private void closeOnSignal(Lab lab) {
    signalled = true;
    try {
      lab.close();
    } catch (LabException e) {
      System.err.println("fairlead lab: " + e.explanation());
    }
  }

  /** The lab is being undone on another thread, after which this process ends. */
  private static void awaitProcessEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
