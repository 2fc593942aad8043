package io.fairlead.cluster;

/** Names one Service. Printed, and used as entity id, as {@code namespace/name}. */
public record ServiceKey(String namespace, String name) implements Comparable<ServiceKey> {
  public ServiceKey {
    if (namespace.isEmpty() || name.isEmpty() || namespace.indexOf('/') >= 0) {
      throw new IllegalArgumentException("no service key: \"" + namespace + "/" + name + "\"");
    }
  }

  /**
   * Reads {@code namespace/name}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static ServiceKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("expected namespace/name, not \"" + text + "\"");
    }
    return new ServiceKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ServiceKey other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
