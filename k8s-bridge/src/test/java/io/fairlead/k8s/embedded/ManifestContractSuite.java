package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BGPAdvertisement;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.BGPPeerV1Beta1;
import io.fairlead.k8s.crd.Community;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed CRDs, and manifests as people write them: all apply, all keep every field. */
abstract class ManifestContractSuite extends ContractCase {
  private static final Path CRDS =
      Path.of(System.getProperty("fairlead.root", ".."), "deploy", "manifests", "crds");
  private static final Path MANIFESTS = Path.of("src", "test", "resources", "manifests");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String STRICT = "?fieldManager=manifests&force=true&fieldValidation=Strict";
  private static final Map<String, Class<?>> CLASSES =
      Map.of(
          "IPAddressPool", IPAddressPool.class,
          "L2Advertisement", L2Advertisement.class,
          "BGPAdvertisement", BGPAdvertisement.class,
          "BGPPeer", BGPPeer.class,
          "BFDProfile", BFDProfile.class,
          "Community", Community.class,
          "ServiceL2Status", ServiceL2Status.class,
          "ServiceBGPStatus", ServiceBGPStatus.class,
          "ConfigurationState", ConfigurationState.class);

  /** False when the server does not run the CEL rules of a CRD. */
  abstract boolean evaluatesCel();

  @BeforeEach
  void installCrds() throws IOException {
    try (var files = Files.list(CRDS)) {
      for (Path file : files.toList()) {
        String yaml = Files.readString(file);
        String name = Json.text(Json.parseYaml(yaml), "metadata", "name");
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name;
        api.send("PATCH", path + STRICT, APPLY, yaml).ok();
      }
    }
    for (String kind : CLASSES.keySet()) {
      String path = "/apis/metallb.io/v1beta1/" + plural(kind);
      String at = kind.equals("BGPPeer") ? path.replace("v1beta1", "v1beta2") : path;
      Poll.until(PATIENCE, kind + " is served", () -> api.get(at).code() == 200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bgp-sample",
        "configmap-range",
        "configmap-placeholder",
        "configmap-kind",
        "configmap-cidr",
        "service-virtual-machine",
        "service-coffee",
        "full-ipaddresspool",
        "full-l2advertisement",
        "full-bgpadvertisement",
        "full-bgppeer",
        "full-bgppeer-v1beta1",
        "full-bfdprofile",
        "full-community",
        "full-states"
      })
  void manifest_appliesAndKeepsEveryField(String name) throws IOException {
    String all = Files.readString(MANIFESTS.resolve(name + ".yaml"));
    for (String document : all.split("\n---\n", -1)) {
      String yaml = document.replace("namespace: metallb-system", "namespace: " + namespace);
      JsonNode wanted = Json.parseYaml(yaml);
      String path = path(wanted);

      JsonNode stored = api.send("PATCH", path + STRICT, APPLY, yaml).ok();
      assertContains(wanted.path("spec"), stored.path("spec"), "spec");
      if (wanted.has("status")) {
        JsonNode status = api.send("PATCH", path + "/status" + STRICT, APPLY, yaml).ok();
        assertContains(wanted.path("status"), status.path("status"), "status");
      }
      assertClassKnowsAll(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, peerPort: 16385}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 4294967296, peerAddress: 10.0.0.1}
          v1beta2 | BGPPeer          | {myASN: 1, dynamicASN: maybe, peerAddress: 10.0.0.1}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, localASN: 0, peerAddress: 10.0.0.1}
          v1beta2 | BGPPeer          | {peerASN: 2, peerAddress: 10.0.0.1}
          v1beta1 | BGPPeer          | {myASN: 1, peerASN: 2}
          v1beta1 | BFDProfile       | {detectMultiplier: 1}
          v1beta1 | BFDProfile       | {receiveInterval: 9}
          v1beta1 | BFDProfile       | {transmitInterval: 60001}
          v1beta1 | BFDProfile       | {minimumTtl: 255}
          v1beta1 | BGPAdvertisement | {aggregationLength: 0}
          v1beta1 | L2Advertisement  | {preferredNodeSelectors: [{weight: 101, preference: {}}]}
          v1beta1 | L2Advertisement  | {nodeSelectors: [{matchExpressions: [{key: a}]}]}
          v1beta1 | IPAddressPool    | {addresses: []}
          v1beta1 | IPAddressPool    | {autoAssign: true}
          """)
  void manifest_thatTheSchemaForbids_isRefused(String version, String kind, String spec) {
    assertEquals(422, create(version, kind, spec).code(), spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1beta2 | BGPPeer          | {myASN: 0, peerASN: 2, peerAddress: 10.0.0.1}
          v1beta2 | BGPPeer          | {myASN: 1, peerAddress: 10.0.0.1}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, dynamicASN: internal, peerAddress: 10.0.0.1}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, interface: eth0}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 1, peerAddress: 10.0.0.1, ebgpMultiHop: true}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, holdTime: 2s}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, holdTime: 9s, keepaliveTime: 10s}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, connectTime: 1500ms}
          v1beta2 | BGPPeer          | {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, password: a, passwordSecret: {name: b}}
          v1beta1 | BGPAdvertisement | {aggregationLength: 24, serviceSelectors: [{matchLabels: {a: b}}]}
          v1beta1 | IPAddressPool    | {addresses: [here]}
          """)
  void manifest_thatARuleForbids_isRefusedWhereRulesRun(String version, String kind, String spec) {
    assertEquals(evaluatesCel() ? 422 : 201, create(version, kind, spec).code(), spec);
  }

  @Test
  void peerOfTheOlderVersion_isReadInTheNewerWithItsTimersAbsent() {
    create("v1beta1", "BGPPeer", "{myASN: 1, peerASN: 2, peerAddress: 10.0.0.1}").body();

    String path = "/apis/metallb.io/v1beta2/namespaces/" + namespace + "/bgppeers/one";
    JsonNode spec = api.get(path).ok().path("spec");

    assertEquals("10.0.0.1", spec.path("peerAddress").asText());
    assertTrue(spec.path("holdTime").isMissingNode() && spec.path("keepaliveTime").isMissingNode());
  }

  private ApiProbe.Answer create(String version, String kind, String spec) {
    String path = "/apis/metallb.io/" + version + "/namespaces/" + namespace + "/" + plural(kind);
    return api.post(
        path,
        "{apiVersion: metallb.io/"
            + version
            + ", kind: "
            + kind
            + ", metadata: {name: one}, spec: "
            + spec
            + "}");
  }

  private String path(JsonNode object) {
    String version = Json.text(object, "apiVersion");
    String kind = Json.text(object, "kind");
    String root = version.equals("v1") ? "/api/v1" : "/apis/" + version;
    return root
        + "/namespaces/"
        + namespace
        + "/"
        + plural(kind)
        + "/"
        + Json.text(object, "metadata", "name");
  }

  private static String plural(String kind) {
    String name = kind.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "community" -> "communities";
      case "servicel2status", "servicebgpstatus" -> name + "es";
      default -> name + "s";
    };
  }

  private static void assertContains(JsonNode wanted, JsonNode found, String path) {
    if (wanted.isObject()) {
      wanted
          .properties()
          .forEach(
              e -> assertContains(e.getValue(), found.path(e.getKey()), path + "." + e.getKey()));
    } else if (wanted.isArray()) {
      assertEquals(wanted.size(), found.size(), path);
      for (int i = 0; i < wanted.size(); i++) {
        assertContains(wanted.get(i), found.get(i), path + "[" + i + "]");
      }
    } else {
      assertEquals(wanted, found, path);
    }
  }

  private static void assertClassKnowsAll(JsonNode wanted) throws IOException {
    var kind = CLASSES.get(Json.text(wanted, "kind"));
    if (kind == null) {
      return;
    }
    boolean older = kind == BGPPeer.class && Json.text(wanted, "apiVersion").endsWith("v1beta1");
    Class<?> read = older ? BGPPeerV1Beta1.class : kind;
    var serialization = new KubernetesSerialization();
    JsonNode again =
        Json.parseYaml(serialization.asJson(serialization.unmarshal(wanted.toString(), read)));
    assertContains(wanted.path("spec"), again.path("spec"), "spec of the class");
    assertContains(wanted.path("status"), again.path("status"), "status of the class");
  }
}
