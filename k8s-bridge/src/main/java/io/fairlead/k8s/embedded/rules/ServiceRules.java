package io.fairlead.k8s.embedded.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Services: defaults, cluster addresses and node ports, refusals. */
public final class ServiceRules implements KindRules {
  private final ServiceAllocations allocations;

  public ServiceRules(ServiceAllocations allocations) {
    this.allocations = allocations;
  }

  @Override
  public void fill(ObjectNode service, @Nullable ObjectNode before) {
    ServiceDefaults.fill(service, before);
  }

  @Override
  public void allocate(ObjectNode service, @Nullable ObjectNode before, List<Cause> causes) {
    allocations.allocate(service, causes);
  }

  @Override
  public void check(ObjectNode service, @Nullable ObjectNode before, List<Cause> causes) {
    ServiceCheck.check(service, before, causes);
  }

  @Override
  public void fillStatus(ObjectNode service) {
    Json.child(Json.child(service, "status"), "loadBalancer");
    for (JsonNode item : Json.at(service, "status", "loadBalancer", "ingress")) {
      if (item instanceof ObjectNode ingress && Json.present(ingress.path("ip"))) {
        Json.setDefault(ingress, "ipMode", "VIP");
      }
    }
  }

  @Override
  public void checkStatus(ObjectNode service, List<Cause> causes) {
    ServiceCheck.checkStatus(service, causes);
  }

  @Override
  public void startStatus(ObjectNode service) {
    service.putObject("status").putObject("loadBalancer");
  }
}
