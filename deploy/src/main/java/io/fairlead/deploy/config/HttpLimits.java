package io.fairlead.deploy.config;

/**
 * Bounds for the HTTP servers of this process. The server of the JDK takes them from system
 * properties alone, reads those once, and has no bounds by default: whoever reaches a port could
 * take all file descriptors that the program needs for its own work.
 */
public final class HttpLimits {
  private static final String CONNECTIONS_MAX = "jdk.httpserver.maxConnections";
  private static final String REQUEST_SECONDS_MAX = "sun.net.httpserver.maxReqTime";
  private static final String RESPONSE_SECONDS_MAX = "sun.net.httpserver.maxRspTime";

  private HttpLimits() {}

  /** To be called before the first server is made; what a person has set stays. */
  public static void apply() {
    set(CONNECTIONS_MAX, "64");
    set(REQUEST_SECONDS_MAX, "10");
    set(RESPONSE_SECONDS_MAX, "30");
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
