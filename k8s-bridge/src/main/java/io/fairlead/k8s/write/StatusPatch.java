package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.TreeMap;

/** The patches that all status writers send. */
final class StatusPatch {
  /** The owner of the fields that Fairlead writes. */
  static final String FIELD_MANAGER = "fairlead";

  /** Forced: the address of a Service is ours to say, whoever wrote it before. */
  static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(FIELD_MANAGER)
          .build();

  private StatusPatch() {}

  /**
   * The body of an apply. The uid keeps it off an object made anew under the same name, and the
   * version off one that somebody else has written since: what was compared is what is replaced.
   */
  static Map<String, Object> body(
      HasMetadata object, Map<String, String> annotations, Map<String, Object> status) {
    var meta = object.getMetadata();
    return Map.of(
        "apiVersion",
        object.getApiVersion(),
        "kind",
        object.getKind(),
        "metadata",
        metadata(meta, annotations),
        "status",
        status);
  }

  private static Map<String, Object> metadata(ObjectMeta meta, Map<String, String> annotations) {
    var metadata = new TreeMap<String, Object>();
    metadata.put("name", meta.getName());
    metadata.put("namespace", meta.getNamespace());
    if (meta.getUid() != null) {
      metadata.put("uid", meta.getUid());
    }
    if (meta.getResourceVersion() != null) {
      metadata.put("resourceVersion", meta.getResourceVersion());
    }
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    return metadata;
  }

  /**
   * Applies a body to the status, as a generic object: typed ones drop empty lists, and a patch
   * given as text costs a reading before.
   */
  static <T extends HasMetadata> T apply(
      KubernetesClient client, Class<T> kind, Map<String, Object> body) {
    var json = client.getKubernetesSerialization();
    var answer =
        client
            .genericKubernetesResources(ResourceDefinitionContext.fromResourceType(kind))
            .resource(json.convertValue(body, GenericKubernetesResource.class))
            .subresource("status")
            .patch(APPLY);
    return json.convertValue(answer, kind);
  }
}
