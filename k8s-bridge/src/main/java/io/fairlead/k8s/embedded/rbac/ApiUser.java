package io.fairlead.k8s.embedded.rbac;

import java.util.List;

/** Who sends a request. */
public record ApiUser(String name, List<String> groups) {
  private static final String PREFIX = "system:serviceaccount";

  public ApiUser {
    groups = List.copyOf(groups);
  }

  /** The user that the token of a ServiceAccount stands for. */
  public static ApiUser serviceAccount(String namespace, String name) {
    return new ApiUser(
        PREFIX + ":" + namespace + ":" + name,
        List.of(PREFIX + "s", PREFIX + "s:" + namespace, "system:authenticated"));
  }
}
