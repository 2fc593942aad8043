package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;

/** One document of a manifest: one Kubernetes object, and where it was read. */
public final class Manifest {
  private final String source;
  private final HasMetadata object;

  Manifest(String source, HasMetadata object) {
    this.source = source;
    this.object = object;
  }

  /** A namespace that no file asks for; {@code source} says who does, for messages. */
  public static Manifest namespace(String source, String name) {
    return new Manifest(
        source, new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  /** The file, and which document of it, for messages. */
  public String source() {
    return source;
  }

  /** Such as {@code Service default/nginx}. */
  public String subject() {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    return object.getKind() + " " + (namespace == null ? "" : namespace + "/") + name;
  }

  HasMetadata object() {
    return object;
  }
}
