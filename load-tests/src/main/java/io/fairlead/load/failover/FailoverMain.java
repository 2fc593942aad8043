package io.fairlead.load.failover;

import java.nio.file.Path;
import java.util.List;

/** The command {@code load-tests/failover}. */
final class FailoverMain {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private FailoverMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(CampaignOptions.USAGE);
      return OK;
    }
    Path root = Path.of(System.getProperty("fairlead.root", "")).toAbsolutePath();
    CampaignOptions options;
    try {
      options = CampaignOptions.parse(arguments, root.resolve("docs").resolve("figures"));
    } catch (CampaignException e) {
      System.err.printf("failover: %s%n%n%s", e.explanation(), CampaignOptions.USAGE);
      return WRONG_USAGE;
    }
    var settings =
        new Campaign.Settings(
            root.resolve("fairlead"),
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            root.resolve("deploy").resolve("target").resolve("lib"),
            "load-tests/failover " + String.join(" ", arguments),
            System.getProperty("fairlead.revision", "unknown"));
    try {
      return new Campaign(options, settings).run() == 0 ? OK : FAILED;
    } catch (CampaignException e) {
      System.err.println("failover: " + e.explanation());
      return FAILED;
    }
  }
}
