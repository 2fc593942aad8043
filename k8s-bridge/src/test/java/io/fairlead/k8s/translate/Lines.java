package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BGPAdvertisement;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.Community;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Objects in a line each: kind, name, and the spec in YAML. A Secret line has its type and data in
 * place of a spec, a Node line its labels. The order of the lines is that of creation.
 */
final class Lines {
  static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "IPAddressPool", IPAddressPool.class,
          "L2Advertisement", L2Advertisement.class,
          "BGPAdvertisement", BGPAdvertisement.class,
          "BGPPeer", BGPPeer.class,
          "BFDProfile", BFDProfile.class,
          "Community", Community.class,
          "Secret", Secret.class);

  private Lines() {}

  static ConfigInput input(String lines) {
    var objects = new ArrayList<HasMetadata>();
    var nodes = new TreeMap<String, SortedMap<String, String>>();
    Optional<ConfigMap> configMap = Optional.empty();
    for (String line : lines.strip().split("\\R")) {
      String[] parts = line.strip().split(" +", 3);
      if (parts[0].equals("Node")) {
        nodes.put(parts[1], labels(parts[2]));
      } else if (parts[0].equals("ConfigMap")) {
        configMap = Optional.of(Yaml.configMap(parts[2]));
      } else if (!parts[0].isEmpty()) {
        objects.add(object(parts[0], parts[1], parts[2], objects.size()));
      }
    }
    return input(objects, configMap, nodes);
  }

  private static ConfigInput input(
      List<HasMetadata> objects,
      Optional<ConfigMap> configMap,
      SortedMap<String, SortedMap<String, String>> nodes) {
    return new ConfigInput(
        of(objects, IPAddressPool.class),
        of(objects, L2Advertisement.class),
        of(objects, BGPAdvertisement.class),
        of(objects, BGPPeer.class),
        of(objects, BFDProfile.class),
        of(objects, Community.class),
        of(objects, Secret.class),
        configMap,
        nodes);
  }

  /** The objects of a stream of YAML documents. */
  static ConfigInput documents(String yaml) {
    var objects = new ArrayList<HasMetadata>();
    for (String document : yaml.split("---\n")) {
      for (var kind : KINDS.entrySet()) {
        if (document.contains("kind: " + kind.getKey() + "\n")) {
          objects.add(Yaml.read(document, kind.getValue()));
        }
      }
    }
    return input(objects, Optional.empty(), new TreeMap<>());
  }

  private static SortedMap<String, String> labels(String text) {
    var labels = new TreeMap<String, String>();
    for (String pair : text.replaceAll("[{} ]", "").split(",")) {
      if (!pair.isEmpty()) {
        labels.put(pair.split(":")[0], pair.split(":")[1]);
      }
    }
    return labels;
  }

  static HasMetadata object(String kind, String name, String spec, int second) {
    String version = kind.equals("BGPPeer") ? "v1beta2" : "v1beta1";
    String head =
        """
        apiVersion: %s
        kind: %s
        metadata:
          name: %s
          namespace: metallb-system
          creationTimestamp: "2026-01-01T00:00:%02dZ"
        """
            .formatted(kind.equals("Secret") ? "v1" : "metallb.io/" + version, kind, name, second);
    String body = kind.equals("Secret") ? spec.substring(1, spec.length() - 1) : "spec: " + spec;
    var type = Objects.requireNonNull(KINDS.get(kind), kind);
    return Yaml.read(head + body.replace(", data:", "\ndata:") + "\n", type);
  }

  private static <T> List<T> of(List<HasMetadata> objects, Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
