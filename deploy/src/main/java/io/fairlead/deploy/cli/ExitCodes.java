package io.fairlead.deploy.cli;

/** What the exit code of every command means; the launcher adds 4 for a failed build. */
public final class ExitCodes {
  public static final int OK = 0;

  /** The command ran and did not reach its aim. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** The machine lacks something; the message says what, and how to get it. */
  public static final int MISSING = 3;

  private ExitCodes() {}
}
