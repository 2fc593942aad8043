package io.fairlead.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.deploy.lab.LabController;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead explain NAMESPACE/NAME}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Say what a Service holds and why, or why it is pending, pool by pool.",
      "Asks a controller. That listens on its loopback address alone: run this where it runs, in"
          + " its pod for instance, or name a lab."
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How the answer is shown. */
  public enum Output {
    /** For people. */
    TEXT,
    /** The page of the controller as it is. */
    JSON
  }

  @Parameters(index = "0", paramLabel = "NAMESPACE/NAME", description = "The Service.")
  private String service = "";

  @Option(
      names = "--controller",
      paramLabel = "URL",
      defaultValue = "${env:FAIRLEAD_CONTROLLER:-http://127.0.0.1:7626}",
      description = {
        "Where the controller's management port is (default: http://127.0.0.1:7626).",
        "(environment: FAIRLEAD_CONTROLLER)"
      })
  private URI controller = URI.create("");

  @Option(
      names = "--lab",
      paramLabel = "NAME",
      description = "Ask the controller of this lab, which was left up with --keep.")
  private @Nullable String lab;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where labs keep their state, when not at the usual place.")
  private @Nullable Path stateDir;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to show the answer (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!SERVICE.matcher(service).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "\"%s\" does not name a Service: write NAMESPACE/NAME, such as default/nginx"
              .formatted(service));
    }
    String page = ask("/fairlead/explain/" + service);
    var answer = tree(page);
    var out = spec.commandLine().getOut();
    if (output == Output.JSON) {
      out.println(page);
    } else if (answer.has("error")) {
      spec.commandLine().getErr().println("fairlead: " + answer.path("error").asText());
    } else {
      ExplainPage.lines(answer).forEach(out::println);
    }
    out.flush();
    return answer.has("error") ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private String ask(String path) throws IOException, InterruptedException {
    if (lab != null) {
      return LabController.ask(lab, Optional.ofNullable(stateDir), path, LIMIT);
    }
    if (controller.getScheme() == null || controller.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(), "--controller is a URL such as http://127.0.0.1:7626");
    }
    try (var http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      var request = HttpRequest.newBuilder(controller.resolve(path)).timeout(LIMIT).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new IOException(
          "no controller answers at %s (%s)".formatted(controller, e.getClass().getSimpleName()),
          e);
    }
  }

  private static JsonNode tree(String page) throws IOException {
    try {
      var tree = JSON.readTree(page);
      if (tree.path("service").isTextual()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new IOException("what answers there is no controller of Fairlead", e);
    }
    throw new IOException("what answers there is no controller of Fairlead");
  }
}
