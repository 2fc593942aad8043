package io.fairlead.deploy.e2e;

import io.fairlead.deploy.lab.kube.LabApi;
import io.fairlead.k8s.embedded.EmbeddedApiServer;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import io.fairlead.k8s.lab.ApiAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An API server in a process of its own, which can be frozen, and be away without losing state. */
final class ApiProcess implements AutoCloseable {
  private static final String AWAY = "away";
  private static final String BACK = "back";

  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;
  private final LabApi api;

  private ApiProcess(Process process) throws IOException {
    this.process = process;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    var kubeconfig = new StringBuilder();
    for (String line = answer(); !line.equals(BACK); line = answer()) {
      kubeconfig.append(line).append('\n');
    }
    api = new LabApi(ApiAccess.of(kubeconfig.toString(), Path.of("/")), true, this::close);
  }

  static ApiProcess start() throws IOException {
    return new ApiProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ApiProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  LabApi api() {
    return api;
  }

  /** Nothing is answered, and no connection is closed. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  /** All connections are cut, and new ones refused, as when it was killed. */
  void goAway() {
    order(AWAY);
  }

  void comeBack() {
    order(BACK);
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("the API server cannot be sent " + name);
      }
    } catch (IOException e) {
      throw new IllegalStateException("no kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void order(String order) {
    try {
      orders.write(order + "\n");
      orders.flush();
      if (!answer().equals(order)) {
        throw new IllegalStateException("the API server did not do it: " + order);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the API server takes no orders", e);
    }
  }

  private String answer() throws IOException {
    return Objects.requireNonNullElseGet(
        answers.readLine(),
        () -> {
          throw new IllegalStateException("the API server ended");
        });
  }

  @Override
  public void close() {
    // Kills also what stands still.
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process: tells its kubeconfig, then does as it is told, and says so. */
  public static void main(String[] none) throws IOException {
    try (var server = EmbeddedApiServer.start(EmbeddedApiSettings.defaults())) {
      System.out.println(server.kubeconfig().strip());
      System.out.println(BACK);
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (line.equals(AWAY)) {
          server.pause();
        } else {
          server.resume();
        }
        System.out.println(line);
      }
    }
  }
}
