package io.fairlead.deploy.controller;

import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.net.IpAddress;
import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BfdStatus;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.BgpStatus;
import java.util.Set;
import java.util.TreeSet;

/** Takes a controller through all that needs a right. */
abstract class EveryRight extends ControllerWithRights {
  /** Everything that a controller writes, once. */
  void doEverything() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {namespace: metallb-system, name: config}
        data:
          config: |
            address-pools: [{name: old, protocol: layer2, auto-assign: false, addresses: [10.0.9.0/24]}]
        """);
    apply(service("web"));
    apply(foreignAnnotation("web"));
    await("why it is pending", () -> !conditions("web").isEmpty());
    await("nothing of another owner", () -> annotationsOf("web").isEmpty());
    apply(pool("10.0.42.0-10.0.42.0"));
    apply(
        """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: all, namespace: metallb-system}
        spec: {}
        """);
    await("the address", () -> "10.0.42.0".equals(addressOf("web")));
    await("no condition", () -> conditions("web").isEmpty());
    await("the counters", () -> pools().stream().anyMatch(p -> p.getStatus() != null));
    await("a state", () -> !all(ConfigurationState.class).isEmpty());
    await("the trust of the webhook", this::isWebhookTrusted);

    var announced =
        new AnnouncedAddress(IpAddress.parse("10.0.42.0"), 1, new TreeSet<>(Set.of("eth0")));
    var advertised = new AdvertisedService(WEB, new TreeSet<>(Set.of("tor")));
    var session = new BgpSession("tor", "", BgpStatus.ESTABLISHED, BfdStatus.UP);
    report(announced, advertised, session);
    await("the statuses", () -> all(ServiceL2Status.class).size() == 1);
    await("of BGP", () -> all(ServiceBGPStatus.class).size() == 1);
    await("of sessions", () -> all(BGPSessionState.class).size() == 1);
    await("of the speaker", () -> isShown("speaker-n1"));
    await("the state of sessions", this::isSessionShown);
    report();
    await("no statuses", () -> all(ServiceL2Status.class).isEmpty());
    await("none of BGP", () -> all(ServiceBGPStatus.class).isEmpty());
    await("none of sessions", () -> all(BGPSessionState.class).isEmpty());
    client.nodes().withName("n1").delete();
    await("no state of a node that is gone", () -> !isShown("speaker-n1"));
    retell();
    takeAwayTheType();
  }

  private boolean isSessionShown() {
    return all(BGPSessionState.class).stream().allMatch(state -> state.getStatus() != null);
  }

  /** What another load balancer left behind, as its own field. */
  private static String foreignAnnotation(String name) {
    return service(name)
        .replace(
            "namespace: default}",
            "namespace: default, annotations: {metallb.io/ip-allocated-from-pool: elsewhere}}");
  }

  /** The same Event after another one: its count is raised. */
  private void retell() {
    apply(pool("10.0.43.0-10.0.43.0"));
    await("the other address", () -> "10.0.43.0".equals(addressOf("web")));
    apply(pool("10.0.42.0-10.0.42.0"));
    await("the address again", () -> "10.0.42.0".equals(addressOf("web")));
    await("an Event twice", () -> events().stream().anyMatch(count -> count > 1));
  }

  /** Only the server knows what has become of a Service that is no load balancer any more. */
  private void takeAwayTheType() {
    client
        .services()
        .inNamespace("default")
        .withName("web")
        .edit(
            service -> {
              service.getSpec().setType("ClusterIP");
              return service;
            });
    await("no address", () -> addressOf("web").isEmpty());
    await("no annotation", () -> annotationsOf("web").isEmpty());
  }
}
