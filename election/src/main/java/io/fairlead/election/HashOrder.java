package io.fairlead.election;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MetalLB's order of the nodes for one address: by SHA-256 of the bytes of {@code node#address},
 * ascending, compared as unsigned bytes. It spreads addresses over nodes and is the same wherever
 * it is computed.
 */
public final class HashOrder {
  private final byte[] suffix;
  private final MessageDigest sha256;
  private final Map<NodeName, byte[]> digests = new HashMap<>();

  private HashOrder(IpAddress address) {
    this.suffix = ("#" + address).getBytes(UTF_8);
    this.sha256 = sha256();
  }

  /** The order for one address. Not safe for use by several threads. */
  public static HashOrder of(IpAddress address) {
    return new HashOrder(address);
  }

  public int compare(NodeName left, NodeName right) {
    return Arrays.compareUnsigned(digest(left), digest(right));
  }

  public List<NodeName> sorted(Collection<NodeName> nodes) {
    return nodes.stream().sorted(this::compare).toList();
  }

  private byte[] digest(NodeName node) {
    return digests.computeIfAbsent(node, this::hash);
  }

  private byte[] hash(NodeName node) {
    sha256.update(node.value().getBytes(UTF_8));
    return sha256.digest(suffix);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
