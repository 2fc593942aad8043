package io.fairlead.k8s.write;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object that says something of one node.
 *
 * @param status as the class of the kind has it
 */
record NodeObject<S>(String name, NodeName node, SortedMap<String, String> labels, S status) {
  private static final int NAME_OCTETS = 8;
  private static final int LABEL_MAX = 63;

  NodeObject {
    labels = unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /**
   * A name that is the same in every run, so that writing it again makes no second object.
   *
   * @param prefix what MetalLB puts before its random part
   */
  static String name(String prefix, Object about) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(about.toString().getBytes(StandardCharsets.UTF_8));
      return prefix + HexFormat.of().formatHex(digest, 0, NAME_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Labels without those whose value is longer than Kubernetes takes. */
  static SortedMap<String, String> labels(SortedMap<String, String> all) {
    var labels = new TreeMap<>(all);
    labels.values().removeIf(value -> value.length() > LABEL_MAX);
    return labels;
  }
}
