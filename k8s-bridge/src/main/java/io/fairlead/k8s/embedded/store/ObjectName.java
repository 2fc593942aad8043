package io.fairlead.k8s.embedded.store;

import java.util.Comparator;

/** An object's name in its namespace, which is empty for a kind of the whole cluster. */
public record ObjectName(String namespace, String name) implements Comparable<ObjectName> {
  private static final Comparator<ObjectName> ORDER =
      Comparator.comparing(ObjectName::namespace).thenComparing(ObjectName::name);

  @Override
  public int compareTo(ObjectName other) {
    return ORDER.compare(this, other);
  }
}
