package io.fairlead.k8s.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fairlead.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownServiceTest {
  private static final IpAddress FIRST = IpAddress.parse("192.168.120.200");
  private static final IpAddress SECOND = IpAddress.parse("fd00::200");
  private static final String PENDING =
      """
      {"apiVersion":"v1","kind":"Service",
       "metadata":{"name":"web","namespace":"shop","uid":"u-1","resourceVersion":"42","generation":7,
        "annotations":{"example.org/owner":"the shop"},
        "managedFields":[{"manager":"fairlead","operation":"Apply","fieldsV1":{"f:status":{}}}]},
       "spec":{"type":"LoadBalancer","ports":[{"port":80}]},
       "status":{"loadBalancer":{},"conditions":[
        {"type":"example.org/Checked","status":"True","reason":"Fine","message":"",
         "lastTransitionTime":"2026-01-01T00:00:00Z"},
        {"type":"fairlead.io/AddressAssigned","status":"False","reason":"PoolExhausted",
         "message":"no available IPs","lastTransitionTime":"2026-01-02T00:00:00Z"}]}}
      """;
  private static final String SERVED =
      """
      {"apiVersion":"v1","kind":"Service",
       "metadata":{"name":"web","namespace":"shop","uid":"u-1","resourceVersion":"43",
        "annotations":{"metallb.io/ip-allocated-from-pool":"lan"}},
       "status":{"loadBalancer":{"ingress":[
        {"ip":"192.168.120.200","ipMode":"VIP"},{"ip":"fd00::200"}]}}}
      """;
  private static final String ELSEWHERE =
      """
      {"metadata":{"name":"web"},"status":{"loadBalancer":{"ingress":[{"hostname":"lb.example"}]}}}
      """;

  @Test
  void read_ofAnAnswer_seesWhatTheInformerWouldShow() {
    for (String json : List.of(PENDING, SERVED, ELSEWHERE, "{\"metadata\":{}}")) {
      assertEquals(ShownService.of(parsed(json)), read(json));
    }
  }

  @Test
  void read_findsWhatFairleadWrites() {
    var pending = read(PENDING);
    assertEquals("u-1", pending.uid());
    assertEquals("42", pending.version());
    assertEquals(Optional.of(7L), pending.generation());
    var condition = new PendingCondition("PoolExhausted", "no available IPs");
    assertEquals(
        Optional.of(new ShownService.ShownPending(condition, "2026-01-02T00:00:00Z")),
        pending.pending());
    assertTrue(pending.shows(List.of(), Optional.empty(), Optional.of(condition)));
    assertFalse(pending.shows(List.of(), Optional.empty(), Optional.empty()));

    var served = read(SERVED);
    assertTrue(served.shows(List.of(FIRST, SECOND), Optional.of("lan"), Optional.empty()));
    assertFalse(served.shows(List.of(SECOND, FIRST), Optional.of("lan"), Optional.empty()));
    assertFalse(served.shows(List.of(FIRST, SECOND), Optional.of("dmz"), Optional.empty()));
  }

  @Test
  void shows_noAddressOnlyWhenThereIsNoEntryAtAll() {
    assertFalse(read(ELSEWHERE).shows(List.of(), Optional.empty(), Optional.empty()));
  }

  @Test
  void read_ofSomethingElse_isAFaultOfTheWrite() {
    assertThrows(KubernetesClientException.class, () -> read("<html>not here</html>"));
    assertThrows(KubernetesClientException.class, () -> read("{}"));
  }

  private static ShownService read(String json) {
    return ShownService.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Service parsed(String json) {
    return new KubernetesSerialization().unmarshal(json, Service.class);
  }
}
