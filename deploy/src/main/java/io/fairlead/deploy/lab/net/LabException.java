package io.fairlead.deploy.lab.net;

/**
 * The lab cannot go on. The message is for the person at the terminal: what is wrong, where, and
 * what to do; the exit says what kind of trouble it is.
 */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final LabExit exit;
  private final String explanation;

  public LabException(LabExit exit, String message) {
    super(message);
    this.exit = exit;
    this.explanation = message;
  }

  public LabException(LabExit exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.explanation = message;
  }

  /** Something in a running lab went wrong. */
  public static LabException failed(String message) {
    return new LabException(LabExit.SCENARIO_FAILED, message);
  }

  /** Something the lab needs is missing or taken. */
  public static LabException missing(String message) {
    return new LabException(LabExit.MISSING, message);
  }

  /** The command line or a manifest is wrong. */
  public static LabException usage(String message) {
    return new LabException(LabExit.USAGE, message);
  }

  public LabExit exit() {
    return exit;
  }

  /** The message. */
  public String explanation() {
    return explanation;
  }
}
