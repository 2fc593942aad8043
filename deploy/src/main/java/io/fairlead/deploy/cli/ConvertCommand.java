package io.fairlead.deploy.cli;

import io.fairlead.k8s.translate.LegacyManifests;
import io.fairlead.k8s.watch.WatchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fairlead convert}. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = {
      "Write the ConfigMap of MetalLB 0.12 and before as custom resources.",
      "",
      "Reads the ConfigMap as a manifest, or only what stands under its key \"config\", and prints"
          + " the objects in a fixed order. Comments in the output, and lines on standard error,"
          + " say what needs a look. Nothing is changed in a cluster:",
      "  fairlead convert -f config.yaml | kubectl apply -f -",
      "Then delete the ConfigMap; until then a pool that both define counts as the IPAddressPool.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all was converted",
      "1:the configuration is refused, or cannot be read; nothing was printed",
      "2:wrong usage"
    })
public final class ConvertCommand implements Callable<Integer> {
  private static final int BYTES_MAX = 4 * 1024 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "What to convert; - reads standard input.")
  private String file = "";

  @Option(
      names = "--namespace",
      defaultValue = WatchSettings.DEFAULT_NAMESPACE,
      paramLabel = "NAME",
      description = "Namespace of the objects (default: ${DEFAULT-VALUE}).")
  private String namespace = "";

  @Override
  public Integer call() throws IOException {
    var outcome = LegacyManifests.convert(read(), namespace);
    var errors = spec.commandLine().getErr();
    outcome.remarks().forEach(remark -> errors.println("fairlead: look at this: " + remark));
    outcome.refusal().ifPresent(why -> errors.println("fairlead: nothing is converted: " + why));
    errors.flush();
    var out = spec.commandLine().getOut();
    out.print(outcome.manifests());
    out.flush();
    return outcome.refusal().isPresent() ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private String read() throws IOException {
    byte[] bytes;
    if (file.equals("-")) {
      bytes = System.in.readNBytes(BYTES_MAX + 1);
    } else {
      try (var in = Files.newInputStream(Path.of(file))) {
        bytes = in.readNBytes(BYTES_MAX + 1);
      } catch (NoSuchFileException e) {
        throw new IOException(file + " does not exist", e);
      }
    }
    if (bytes.length > BYTES_MAX) {
      throw new IOException(file + " is larger than 4 MiB: a ConfigMap cannot be");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
