package io.fairlead.k8s.embedded.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few rules of the kinds that the lab stores and shows, but that nothing here acts on. */
public final class StoredKinds {
  private StoredKinds() {}

  /** Namespaces carry their own name as a label and start active. */
  public static final class NamespaceRules implements KindRules {
    @Override
    public void fill(ObjectNode namespace, @Nullable ObjectNode before) {
      String name = Json.text(namespace, "metadata", "name");
      Json.child(Json.metadata(namespace), "labels").put("kubernetes.io/metadata.name", name);
      ObjectNode spec = Json.child(namespace, "spec");
      if (before == null) {
        spec.putArray("finalizers").add("kubernetes");
      }
    }

    @Override
    public void check(ObjectNode namespace, @Nullable ObjectNode before, List<Cause> causes) {
      Names.checkLabel(Json.text(namespace, "metadata", "name"), "metadata.name", causes);
    }

    @Override
    public void startStatus(ObjectNode namespace) {
      namespace.putObject("status").put("phase", "Active");
    }
  }

  /** A kubelet registers its node together with the node's status. */
  public static final class NodeRules implements KindRules {
    @Override
    public void startStatus(ObjectNode node) {
      Json.child(node, "status");
    }
  }

  /** Secrets: plain texts become base64. */
  public static final class SecretRules implements KindRules {
    @Override
    public void fill(ObjectNode secret, @Nullable ObjectNode before) {
      Json.setDefault(secret, "type", "Opaque");
      if (secret.remove("stringData") instanceof ObjectNode texts) {
        ObjectNode encoded = Json.child(secret, "data");
        texts
            .properties()
            .forEach(
                entry -> {
                  byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
                  encoded.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
                });
      }
    }

    @Override
    public void check(ObjectNode secret, @Nullable ObjectNode before, List<Cause> causes) {
      if (before != null && !secret.path("type").equals(before.path("type"))) {
        causes.add(Cause.invalid("type", Json.text(secret, "type"), "field is immutable"));
      }
    }
  }

  /** Pods wait for ever: there is no scheduler and no kubelet. */
  public static final class PodRules implements KindRules {
    @Override
    public void fill(ObjectNode pod, @Nullable ObjectNode before) {
      ObjectNode spec = Json.child(pod, "spec");
      Json.setDefault(spec, "restartPolicy", "Always");
      Json.setDefault(spec, "dnsPolicy", "ClusterFirst");
    }

    @Override
    public void check(ObjectNode pod, @Nullable ObjectNode before, List<Cause> causes) {
      if (Json.at(pod, "spec", "containers").isEmpty()) {
        causes.add(Cause.required("spec.containers", ""));
      }
    }

    @Override
    public void startStatus(ObjectNode pod) {
      pod.putObject("status").put("phase", "Pending").put("qosClass", "BestEffort");
    }
  }

  /** Deployments make no Pods here. */
  public static final class DeploymentRules implements KindRules {
    private static final int HISTORY_LIMIT = 10;
    private static final int DEADLINE_SECONDS = 600;

    @Override
    public void fill(ObjectNode deployment, @Nullable ObjectNode before) {
      ObjectNode spec = Json.child(deployment, "spec");
      if (!spec.has("replicas")) {
        spec.put("replicas", 1);
      }
      if (!spec.has("revisionHistoryLimit")) {
        spec.put("revisionHistoryLimit", HISTORY_LIMIT);
      }
      if (!spec.has("progressDeadlineSeconds")) {
        spec.put("progressDeadlineSeconds", DEADLINE_SECONDS);
      }
      ObjectNode strategy = Json.child(spec, "strategy");
      Json.setDefault(strategy, "type", "RollingUpdate");
      if (Json.text(strategy, "type").equals("RollingUpdate")) {
        ObjectNode rolling = Json.child(strategy, "rollingUpdate");
        Json.setDefault(rolling, "maxSurge", "25%");
        Json.setDefault(rolling, "maxUnavailable", "25%");
      }
    }

    @Override
    public void check(ObjectNode deployment, @Nullable ObjectNode before, List<Cause> causes) {
      JsonNode spec = deployment.path("spec");
      if (Json.at(spec, "selector").isEmpty()) {
        causes.add(Cause.required("spec.selector", ""));
      }
      if (Json.at(spec, "template", "spec", "containers").isEmpty()) {
        causes.add(Cause.required("spec.template.spec.containers", ""));
      }
      JsonNode labels = Json.at(spec, "template", "metadata", "labels");
      for (var wanted : Json.at(spec, "selector", "matchLabels").properties()) {
        if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
          causes.add(
              Cause.invalid(
                  "spec.template.metadata.labels",
                  labels,
                  "`selector` does not match template `labels`"));
        }
      }
    }

    @Override
    public void startStatus(ObjectNode deployment) {
      deployment.putObject("status");
    }
  }

  /** EndpointSlices: one address family each. */
  public static final class EndpointSliceRules implements KindRules {
    private static final List<String> TYPES = List.of("FQDN", "IPv4", "IPv6");

    @Override
    public void fill(ObjectNode slice, @Nullable ObjectNode before) {
      for (JsonNode item : slice.path("ports")) {
        if (item instanceof ObjectNode port) {
          Json.setDefault(port, "protocol", "TCP");
          if (!port.has("name")) {
            port.put("name", "");
          }
        }
      }
      if (!slice.has("endpoints")) {
        slice.putArray("endpoints");
      }
    }

    @Override
    public void check(ObjectNode slice, @Nullable ObjectNode before, List<Cause> causes) {
      String type = Json.text(slice, "addressType");
      if (type.isEmpty()) {
        causes.add(Cause.required("addressType", ""));
      } else if (!TYPES.contains(type)) {
        causes.add(Cause.unsupported("addressType", type, TYPES));
      }
      if (before != null && !slice.path("addressType").equals(before.path("addressType"))) {
        causes.add(Cause.invalid("addressType", type, "field is immutable"));
      }
      JsonNode endpoints = slice.path("endpoints");
      for (int i = 0; i < endpoints.size(); i++) {
        String field = "endpoints[" + i + "].addresses";
        JsonNode addresses = endpoints.get(i).path("addresses");
        if (addresses.isEmpty()) {
          causes.add(Cause.required(field, "must contain at least 1 address"));
        }
        for (int j = 0; j < addresses.size() && type.startsWith("IPv"); j++) {
          String address = addresses.get(j).asText();
          if (!isOfFamily(address, type)) {
            String why = "must be an " + type + " address";
            causes.add(Cause.invalid(field + "[" + j + "]", address, why));
          }
        }
      }
    }

    private static boolean isOfFamily(String text, String type) {
      try {
        return IpAddress.parse(text).toBytes().length == (type.equals("IPv6") ? 16 : 4);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  /** Events belong to the namespace of what they tell about. */
  public static final class EventRules implements KindRules {
    @Override
    public void check(ObjectNode event, @Nullable ObjectNode before, List<Cause> causes) {
      String about = Json.text(event, "involvedObject", "namespace");
      String home = Json.text(event, "metadata", "namespace");
      if (!about.equals(home) && !(about.isEmpty() && home.equals("default"))) {
        causes.add(
            Cause.invalid("involvedObject.namespace", about, "does not match event.namespace"));
      }
    }
  }
}
