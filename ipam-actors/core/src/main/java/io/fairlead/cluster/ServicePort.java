package io.fairlead.cluster;

import java.util.Comparator;

/**
 * One port of a Service.
 *
 * @param protocol TCP, UDP or SCTP, as Kubernetes spells it
 * @param port 1 to 65535
 */
public record ServicePort(String protocol, int port) implements Comparable<ServicePort> {
  private static final Comparator<ServicePort> ORDER =
      Comparator.comparing(ServicePort::protocol).thenComparingInt(ServicePort::port);

  @Override
  public int compareTo(ServicePort other) {
    return ORDER.compare(this, other);
  }

  /** For example {@code TCP/80}, as MetalLB's messages have it. */
  @Override
  public String toString() {
    return protocol + "/" + port;
  }
}
