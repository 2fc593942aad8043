package io.fairlead.deploy.config;

import java.util.Map;

/** The environment of the process. */
public final class Environment {
  private Environment() {}

  /** All variables by name. */
  public static Map<String, String> read() {
    return System.getenv();
  }
}
