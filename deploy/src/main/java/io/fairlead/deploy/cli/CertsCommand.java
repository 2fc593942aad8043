package io.fairlead.deploy.cli;

import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.deploy.pki.PemFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fairlead certs}: the certificates that let a process into the Pekko cluster. */
@Command(
    name = "certs",
    mixinStandardHelpOptions = true,
    description = "Make and renew the certificates of the Pekko cluster.",
    subcommands = {CertsCommand.Authority.class, CertsCommand.Issue.class})
public final class CertsCommand {

  /** {@code fairlead certs authority}. */
  @Command(
      name = "authority",
      mixinStandardHelpOptions = true,
      description = "Make the authority: ca.crt for every member, ca.key to be kept safe.")
  public static final class Authority implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FOLDER",
        description = "Where to write it.")
    private Path folder = Path.of("");

    @Option(
        names = "--name",
        defaultValue = "fairlead",
        paramLabel = "NAME",
        description = "Name of the cluster (default: ${DEFAULT-VALUE}).")
    private String name = "";

    @Option(
        names = "--force",
        description =
            "Replace an authority that is there; members signed by it are then locked out.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
      if (Files.exists(folder.resolve("ca.key")) && !force) {
        throw new ParameterException(
            spec.commandLine(), folder + " holds an authority already; --force replaces it");
      }
      new PemFolder(folder).writeAuthority(ClusterAuthority.create(name, Instant.now()));
      spec.commandLine().getOut().println("wrote ca.crt and ca.key to " + folder);
      return ExitCodes.OK;
    }
  }

  /** {@code fairlead certs issue}. */
  @Command(
      name = "issue",
      mixinStandardHelpOptions = true,
      description = "Sign a certificate for one controller or speaker: tls.crt, tls.key, ca.crt.")
  public static final class Issue implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--authority",
        required = true,
        paramLabel = "FOLDER",
        description = "Folder with ca.crt and ca.key.")
    private Path authority = Path.of("");

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "One of: ${COMPLETION-CANDIDATES} (any case).")
    private ClusterRole role = ClusterRole.SPEAKER;

    @Option(
        names = "--host",
        required = true,
        split = ",",
        paramLabel = "HOST",
        description = "Names and addresses of the member, its --cluster-host first.")
    private List<String> hosts = List.of();

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FOLDER",
        description = "Where to write the files; a running member takes them up.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
      var signer = new PemFolder(authority).readAuthority();
      var leaf = signer.issue(role, hosts, Instant.now());
      new PemFolder(folder).writeLeaf(leaf, signer.certificate());
      spec.commandLine()
          .getOut()
          .println("wrote tls.crt, tls.key and ca.crt for " + hosts + " to " + folder);
      return ExitCodes.OK;
    }
  }
}
