package io.fairlead.k8s.lab;

import io.fairlead.cluster.ServicePort;
import java.util.List;

/**
 * One port of a Service and where its traffic may go.
 *
 * @param port as clients use it; the protocol is TCP or UDP
 * @param backends of both families, sorted
 */
public record ProxyPort(ServicePort port, List<Backend> backends) {
  public ProxyPort {
    backends = backends.stream().sorted().distinct().toList();
  }
}
