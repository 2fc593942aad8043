package io.fairlead.deploy.lab.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the programs the lab calls. The usual folders are looked through instead of the search
 * path, because an ordinary user's search path often lacks the folders where {@code ip} and {@code
 * nft} are.
 */
public final class HostTools {
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/local/sbin"),
          Path.of("/usr/local/bin"),
          Path.of("/usr/sbin"),
          Path.of("/usr/bin"),
          Path.of("/sbin"),
          Path.of("/bin"),
          Path.of("/run/current-system/sw/bin"));

  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.of(
          "ip", "iproute2",
          "nft", "nftables",
          "unshare", "util-linux",
          "nsenter", "util-linux",
          "setsid", "util-linux");

  private HostTools() {}

  /** Where this program is, if anywhere. */
  public static Optional<Path> find(String program) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Where this program is; without it the lab ends with what to install. */
  public static String require(String program) {
    return find(program)
        .map(Path::toString)
        .orElseThrow(
            () ->
                LabException.missing(
                    "the program '%s' is missing; install it, on Debian: apt-get install %s"
                        .formatted(program, DEBIAN_PACKAGES.getOrDefault(program, program))));
  }
}
