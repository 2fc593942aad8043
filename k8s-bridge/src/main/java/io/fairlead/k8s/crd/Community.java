package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource Community, {@code metallb.io/v1beta1}. */
@Group("metallb.io")
@Version("v1beta1")
@Plural("communities")
@Singular("community")
@JsonClassDescription("Names for BGP communities, for use in advertisements.")
public final class Community extends CustomResource<CommunitySpec, EmptyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
