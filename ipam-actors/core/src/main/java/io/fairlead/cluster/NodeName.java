package io.fairlead.cluster;

/** Name of a Kubernetes node; a speaker goes by the name of its node. */
public record NodeName(String value) implements Comparable<NodeName> {
  public NodeName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a node has a name");
    }
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
