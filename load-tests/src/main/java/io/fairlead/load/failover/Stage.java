package io.fairlead.load.failover;

import io.fairlead.load.failover.PlaceShell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The lab as trials use it: its open shells, the probe, and the Service that is probed. */
final class Stage implements AutoCloseable {
  static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);
  private static final Duration REJOIN_LIMIT = Duration.ofMinutes(2);
  private static final Duration FIRST_ANSWER_LIMIT = Duration.ofMinutes(1);
  private static final String MEMBERS = "curl -s -m 2 http://127.0.0.1:7626/cluster/members";
  private static final String SERVICE = "failover-probe";

  /** With so many answers in a row from one pod, about two seconds, traffic is steady. */
  static final int STEADY = 200;

  private final LabControl lab;
  private final ProbeSession probe;
  private final ProbeSession packets;
  private final PlaceShell host;
  private final PlaceShell router;
  private final PlaceShell lan;
  private final ArpSession arp;
  private final AddressFamily family;
  private final int nodes;
  private final List<PlaceShell> members = new ArrayList<>();

  /**
   * @param libraries the folder with the product's own classes
   */
  Stage(LabControl lab, AddressFamily family, Path java, String classPath, Path libraries) {
    this.lab = lab;
    this.family = family;
    nodes = StatusText.nodeCount(lab.status());
    if (nodes < 2) {
      throw new CampaignException(
          "fail-over needs a lab with 2 nodes or more, this one has " + nodes);
    }
    host = new PlaceShell(lab, "host");
    router = new PlaceShell(lab, "router");
    lan = new PlaceShell(lab, "lan");
    members.add(new PlaceShell(lab, "ctl"));
    for (int node = 1; node <= nodes; node++) {
      members.add(new PlaceShell(lab, "node-" + node));
    }
    probe = new ProbeSession(lab, java, classPath, Probe.REQUESTS);
    packets = new ProbeSession(lab, java, classPath, Probe.PACKETS);
    arp = new ArpSession(lab, java, classPath, libraries);
  }

  /** Of the Service whose owner fails. */
  String address() {
    return family.address();
  }

  LabControl lab() {
    return lab;
  }

  ProbeSession probe() {
    return probe;
  }

  /** Sends single packets to the same Service. */
  ProbeSession packets() {
    return packets;
  }

  /** Who answers ARP. */
  ArpSession arp() {
    return arp;
  }

  /** How many nodes the lab has. */
  int nodes() {
    return nodes;
  }

  /** The machine itself. */
  PlaceShell host() {
    return host;
  }

  /** The switch. */
  PlaceShell lan() {
    return lan;
  }

  PlaceShell router() {
    return router;
  }

  /** Applies the Service and waits until it answers. */
  void prepare() {
    awaitMembers();
    if (!family.pool().isEmpty()) {
      applyDocuments(family.pool());
    }
    apply(SERVICE, family.address(), family);
    awaitSteady();
  }

  /** Waits until each process sees all others as members that are up and reachable. */
  void awaitMembers() {
    for (PlaceShell place : members) {
      Patience.await(
          "all members up and reachable",
          REJOIN_LIMIT,
          () -> place.run(MEMBERS, COMMAND_LIMIT),
          ran -> MemberList.parse(ran.output()).isComplete(members.size()),
          Ran::output);
    }
  }

  /** Waits for steady answers of the Service in a new window of time. */
  ProbeReport awaitSteady() {
    probe.open(address());
    return probe.await(
        "steady answers of " + address(), FIRST_ANSWER_LIMIT, seen -> seen.streak() >= STEADY);
  }

  /** Applies a Service with an IPv4 address of its own, by kubectl. */
  void apply(String name, String address) {
    apply(name, address, AddressFamily.IPV4);
  }

  private void apply(String name, String address, AddressFamily of) {
    applyDocuments(service(name, address, of));
  }

  private void applyDocuments(String documents) {
    try {
      Path file = Files.createTempFile("fairlead-figures", ".yaml");
      try {
        Files.writeString(file, documents);
        host.output("kubectl apply -f " + file, COMMAND_LIMIT);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CampaignException("cannot write a manifest: " + e.getMessage(), e);
    }
  }

  void delete(String name) {
    host.output("kubectl delete service " + name, COMMAND_LIMIT);
  }

  /**
   * With externalTrafficPolicy Local the owner answers by the pod of its own node, so no request
   * goes to a pod of the dead node, and each answer tells who the owner is.
   */
  private static String service(String name, String address, AddressFamily of) {
    return """
        apiVersion: v1
        kind: Service
        metadata:
          namespace: default
          name: %s
          annotations:
            metallb.io/loadBalancerIPs: %s
        spec:
          type: LoadBalancer
          ipFamilyPolicy: SingleStack
          ipFamilies: [%s]
          externalTrafficPolicy: Local
          selector:
            app: %s
          ports:
          - name: http
            port: 80
          - name: packets
            port: 81
            protocol: UDP
        """
        .formatted(name, address, of.word(), name);
  }

  @Override
  public void close() {
    probe.close();
    packets.close();
    arp.close();
    lan.close();
    members.forEach(PlaceShell::close);
    router.close();
    host.close();
  }
}
