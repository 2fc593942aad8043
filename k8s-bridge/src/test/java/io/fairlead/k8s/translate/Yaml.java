package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;

/** Objects from the text that a person would apply. */
final class Yaml {
  private static final KubernetesSerialization READER = new KubernetesSerialization();

  private Yaml() {}

  static <T> T read(String yaml, Class<T> kind) {
    return READER.unmarshal(yaml, kind);
  }

  /** A pool; {@code createdSecond} is the second of the minute of its creation. */
  static IPAddressPool pool(String name, int createdSecond, String... addresses) {
    return read(
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata:
          name: %s
          namespace: metallb-system
          creationTimestamp: "2026-01-01T00:00:%02dZ"
        spec:
          addresses: [%s]
        """
            .formatted(name, createdSecond, quoted(addresses)),
        IPAddressPool.class);
  }

  static IPAddressPool poolWithSpec(String name, String spec) {
    return read(
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata:
          name: %s
          namespace: metallb-system
        spec:
        """
                .formatted(name)
            + spec.indent(2),
        IPAddressPool.class);
  }

  static L2Advertisement advertisement(String name, String spec) {
    return read(
        """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata:
          name: %s
          namespace: metallb-system
        """
                .formatted(name)
            + (spec.isEmpty() ? "" : "spec:\n" + spec.indent(2)),
        L2Advertisement.class);
  }

  static ConfigMap configMap(String config) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("metallb-system")
        .withName("config")
        .endMetadata()
        .addToData("config", config)
        .build();
  }

  private static String quoted(String... texts) {
    var quoted = new StringBuilder();
    for (String text : texts) {
      quoted.append(quoted.isEmpty() ? "" : ", ").append('"').append(text).append('"');
    }
    return quoted.toString();
  }
}
