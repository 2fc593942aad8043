package io.fairlead.deploy.lab.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.k8s.lab.Backend;
import io.fairlead.k8s.lab.ProxyPort;
import io.fairlead.k8s.lab.ProxyService;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NftRulesetTest {
  private static final NodeName NODE_1 = new NodeName("node-1");
  private static final NodeName NODE_2 = new NodeName("node-2");

  private static final ProxyService NGINX =
      service(
          "nginx",
          TrafficPolicy.CLUSTER,
          new ProxyPort(
              new ServicePort("TCP", 80),
              List.of(
                  backend("10.244.2.10", 8080, NODE_2),
                  backend("10.244.1.10", 8080, NODE_1),
                  backend("fd00:244:1::a", 8080, NODE_1))));

  private static final ProxyService DNS =
      new ProxyService(
          new ServiceKey("default", "dns"),
          List.of(IpAddress.parse("10.96.0.3")),
          List.of(IpAddress.parse("192.168.120.201")),
          TrafficPolicy.LOCAL,
          List.of(
              new ProxyPort(
                  new ServicePort("UDP", 53),
                  List.of(
                      backend("10.244.1.11", 5353, NODE_1),
                      backend("10.244.2.11", 5353, NODE_2)))));

  @Test
  void render_writesOneTablePerFamily() throws IOException {
    assertEquals(
        golden("two-services.nft"), NftRuleset.render(NODE_1, List.of(NGINX, DNS), Set.of()));
  }

  @Test
  void render_ofNoServicesIsAnEmptyTable() throws IOException {
    assertEquals(golden("no-services.nft"), NftRuleset.render(NODE_1, List.of(), Set.of()));
  }

  @Test
  void render_doesNotDependOnTheOrderOfTheServices() {
    assertEquals(
        NftRuleset.render(NODE_1, List.of(NGINX, DNS), Set.of()),
        NftRuleset.render(NODE_1, List.of(DNS, NGINX), Set.of()));
  }

  @Test
  void render_givesADeadNodeNoTraffic() {
    String ruleset = NftRuleset.render(NODE_1, List.of(NGINX), Set.of(NODE_2));

    assertFalse(ruleset.contains("10.244.2.10"), ruleset);
    assertTrue(ruleset.contains("dnat to 10.244.1.10:8080"), ruleset);
  }

  @Test
  void render_dropsExternalTrafficOfPolicyLocalWhereNoPodIs() {
    var elsewhere =
        new ProxyService(
            new ServiceKey("default", "web"),
            List.of(),
            List.of(IpAddress.parse("192.168.120.202")),
            TrafficPolicy.LOCAL,
            List.of(
                new ProxyPort(
                    new ServicePort("TCP", 80), List.of(backend("10.244.2.12", 80, NODE_2)))));

    String ruleset = NftRuleset.render(NODE_1, List.of(elsewhere), Set.of());

    assertFalse(ruleset.contains("dnat"), ruleset);
    assertTrue(ruleset.contains("ip daddr { 192.168.120.202 } drop"), ruleset);
  }

  private static ProxyService service(String name, TrafficPolicy policy, ProxyPort port) {
    return new ProxyService(
        new ServiceKey("default", name),
        List.of(IpAddress.parse("10.96.0.2")),
        List.of(IpAddress.parse("192.168.120.200"), IpAddress.parse("fd00:120::c8")),
        policy,
        List.of(port));
  }

  private static Backend backend(String address, int port, NodeName node) {
    return new Backend(IpAddress.parse(address), port, node);
  }

  /** A golden file without its comment lines. */
  private static String golden(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(NftRulesetTest.class.getResourceAsStream("/golden/" + name), name)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n", -1))
          .filter(line -> !line.startsWith("#"))
          .reduce((a, b) -> a + "\n" + b)
          .orElseThrow();
    }
  }
}
