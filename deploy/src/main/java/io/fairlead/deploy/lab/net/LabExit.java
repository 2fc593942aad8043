package io.fairlead.deploy.lab.net;

/** How a lab command ends, as its exit code tells the shell. */
public enum LabExit {
  /** Everything happened as promised. */
  OK(0),
  /** The lab came up but something in it did not happen in time. */
  SCENARIO_FAILED(1),
  /** The command line or a manifest is wrong. */
  USAGE(2),
  /** Something the lab needs is missing or taken: rights, a program, a port, a name. */
  MISSING(3);

  private final int code;

  LabExit(int code) {
    this.code = code;
  }

  /** The process exit code. */
  public int code() {
    return code;
  }
}
