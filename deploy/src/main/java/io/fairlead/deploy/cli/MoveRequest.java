package io.fairlead.deploy.cli;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.Optional;

/** What {@code fairlead move} is asked for, and what speaks against it before anything is sent. */
sealed interface MoveRequest {
  /** All Services that hold the address move. */
  record OfAddress(IpAddress address) implements MoveRequest {}

  /** The Service's addresses move, and with them the Services that share one. */
  record OfService(ServiceKey service) implements MoveRequest {}

  /**
   * An address, or the namespace and name of a Service.
   *
   * @throws IllegalArgumentException for any other text
   */
  static MoveRequest parse(String text) {
    int slash = text.indexOf('/');
    boolean key = slash > 0 && slash < text.length() - 1 && text.indexOf('/', slash + 1) < 0;
    if (key) {
      return new OfService(new ServiceKey(text.substring(0, slash), text.substring(slash + 1)));
    }
    try {
      return new OfAddress(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is neither an address nor NAMESPACE/NAME of a Service", e);
    }
  }

  /**
   * Why the node cannot be asked for, as far as the node itself tells; the controller knows the
   * rest, and says it by an Event.
   */
  static Optional<String> refusal(NodeName name, Optional<NodeView> node) {
    if (node.isEmpty()) {
      return Optional.of("there is no node \"" + name + "\"");
    }
    var view = node.get();
    if (view.draining()) {
      return Optional.of(
          "node \"" + name + "\" is drained; \"fairlead drain --undo " + name + "\" ends that");
    }
    if (view.networkUnavailable()) {
      return Optional.of("node \"" + name + "\" has no network: NetworkUnavailable is True");
    }
    return Optional.empty();
  }
}
