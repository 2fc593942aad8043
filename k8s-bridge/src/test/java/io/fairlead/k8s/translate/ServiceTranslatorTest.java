package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTranslatorTest {
  @Test
  void translate_readsEveryFieldThatIsDecidedOn() {
    var service =
        Yaml.read(
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
              namespace: shop
              creationTimestamp: "2026-01-01T00:00:01Z"
              labels: {tier: front}
              annotations:
                metallb.io/address-pool: gold
                metallb.universe.tf/allow-shared-ip: key
                fairlead.io/note: mine
                example.org/other: not-ours
            spec:
              type: LoadBalancer
              clusterIPs: ["10.96.0.7", "fd00::7"]
              ipFamilyPolicy: PreferDualStack
              externalTrafficPolicy: Local
              loadBalancerIP: 192.168.120.210
              selector: {b: "2", a: "1"}
              ports:
              - {port: 80}
              - {port: 53, protocol: UDP}
            status:
              loadBalancer:
                ingress: [{ip: 192.168.120.210}, {hostname: other.example.org}]
            """,
            Service.class);

    assertEquals(
        Optional.of(
            new ServiceView(
                new ServiceKey("shop", "web"),
                List.of(IpAddress.parse("10.96.0.7"), IpAddress.parse("fd00::7")),
                IpFamilyPolicy.PREFER_DUAL_STACK,
                List.of(IpAddress.parse("192.168.120.210")),
                TrafficPolicy.LOCAL,
                List.of(new ServicePort("TCP", 80), new ServicePort("UDP", 53)),
                "a=1,b=2",
                new TreeMap<>(Map.of("tier", "front")),
                new TreeMap<>(
                    Map.of(
                        "metallb.io/address-pool", "gold",
                        "metallb.universe.tf/allow-shared-ip", "key",
                        "fairlead.io/note", "mine")),
                "192.168.120.210",
                1_767_225_601_000L)),
        ServiceTranslator.translate(service, Optional.empty()));
  }

  @Test
  void translate_ofTheBareMinimum_usesTheDefaultsOfKubernetes() {
    var view =
        ServiceTranslator.translate(service("LoadBalancer", null), Optional.empty()).orElseThrow();

    assertEquals(List.of(), view.clusterIps());
    assertEquals(IpFamilyPolicy.SINGLE_STACK, view.familyPolicy());
    assertEquals(TrafficPolicy.CLUSTER, view.trafficPolicy());
    assertEquals("", view.podSelector());
    assertEquals("", view.loadBalancerIp());
    assertEquals(0, view.createdAtEpochMillis());
  }

  @ParameterizedTest(name = "type {0}, class {1}, --lb-class {2}: {3}")
  @CsvSource({
    "LoadBalancer,,,true",
    "LoadBalancer,other,,false",
    "LoadBalancer,ours,ours,true",
    "LoadBalancer,other,ours,false",
    "LoadBalancer,,ours,false",
    "LoadBalancer,'',,true",
    "ClusterIP,,,false",
    "NodePort,ours,ours,false",
    "ExternalName,,,false",
    ",,,false",
  })
  void translate_takesOnlyOurServices(
      @Nullable String type,
      @Nullable String serviceClass,
      @Nullable String flag,
      boolean expected) {
    var service = service(type, serviceClass);

    assertEquals(
        expected, ServiceTranslator.translate(service, Optional.ofNullable(flag)).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"None,0", "10.96.0.1,1", "'',0", "fd00::1,1", "not-an-address,0"})
  void translate_fallsBackToTheSingleClusterIp(String clusterIp, int count) {
    var service =
        new ServiceBuilder(service("LoadBalancer", null))
            .editSpec()
            .withClusterIP(clusterIp)
            .endSpec()
            .build();

    var view = ServiceTranslator.translate(service, Optional.empty()).orElseThrow();

    assertEquals(count, view.clusterIps().size());
  }

  @Test
  void translate_ofAServiceWithoutSpec_isEmpty() {
    var service = new ServiceBuilder().withNewMetadata().withName("a").endMetadata().build();

    assertTrue(ServiceTranslator.translate(service, Optional.empty()).isEmpty());
  }

  @Property(tries = 300)
  void translate_neverThrows(
      @ForAll String annotation,
      @ForAll String value,
      @ForAll String address,
      @ForAll String policy,
      @ForAll String created) {
    var service =
        new ServiceBuilder(service("LoadBalancer", null))
            .editMetadata()
            .addToAnnotations("metallb.io/" + annotation, value)
            .withCreationTimestamp(created)
            .endMetadata()
            .editSpec()
            .withClusterIPs(address)
            .withIpFamilyPolicy(policy)
            .withExternalTrafficPolicy(policy)
            .withLoadBalancerIP(address)
            .endSpec()
            .withNewStatus()
            .withNewLoadBalancer()
            .addNewIngress()
            .withIp(address)
            .endIngress()
            .endLoadBalancer()
            .endStatus()
            .build();

    var view = ServiceTranslator.translate(service, Optional.empty()).orElseThrow();

    assertEquals(value, view.annotations().get("metallb.io/" + annotation));
  }

  private static Service service(@Nullable String type, @Nullable String loadBalancerClass) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withType(type)
        .withLoadBalancerClass(loadBalancerClass)
        .endSpec()
        .build();
  }
}
