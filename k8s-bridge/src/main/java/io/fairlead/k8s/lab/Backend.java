package io.fairlead.k8s.lab;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.util.Comparator;

/** One pod's port behind a Service's port. */
public record Backend(IpAddress address, int port, NodeName node) implements Comparable<Backend> {
  private static final Comparator<Backend> ORDER =
      Comparator.comparing(Backend::address).thenComparingInt(Backend::port);

  @Override
  public int compareTo(Backend other) {
    return ORDER.compare(this, other);
  }
}
