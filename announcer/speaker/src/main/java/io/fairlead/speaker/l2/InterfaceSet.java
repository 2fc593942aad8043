package io.fairlead.speaker.l2;

import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.speaker.link.InterfaceRules;
import io.fairlead.speaker.link.LinkAddress;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.PacketLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * The interfaces that may announce, each with its ports. Nothing that an interface does ends the
 * others: a port that fails is closed, and opened anew when the interface is back. For one thread.
 */
final class InterfaceSet {
  private final PacketLink packetLink;
  private final InterfaceRules rules;
  private final L2Meter meter;
  private final Logger log;
  private final NavigableMap<String, L2Interface> open = new TreeMap<>();
  private Set<MacAddress> ownMacs = Set.of();
  private String lastTrouble = "";

  InterfaceSet(PacketLink packetLink, InterfaceRules rules, L2Meter meter, Logger log) {
    this.packetLink = packetLink;
    this.rules = rules;
    this.meter = meter;
    this.log = log;
  }

  /** Something to do on one interface. */
  interface Work {
    void on(L2Interface each) throws LinkException;
  }

  /** What a look at the interfaces found. */
  record Changes(List<L2Interface> opened, List<L2Interface> refreshed) {}

  /** Looks at all interfaces, closes what is gone, and opens what came. */
  Changes scan() throws LinkException {
    var all = packetLink.interfaces().list();
    ownMacs = all.stream().map(LinkInterface::mac).collect(Collectors.toUnmodifiableSet());
    var ports = runningPorts(all);
    var eligible = new TreeMap<String, LinkInterface>();
    all.stream().filter(rules::eligible).forEach(link -> eligible.put(link.name(), link));
    for (var each : List.copyOf(open.values())) {
      var now = eligible.get(each.link().name());
      if (now == null || now.index() != each.link().index()) {
        close(each, "it is gone or no longer eligible");
      }
    }
    var changes = new Changes(new ArrayList<>(), new ArrayList<>());
    eligible.values().forEach(link -> openOrUpdate(link, ports, changes));
    return changes;
  }

  /** Does the work on every open interface; one that fails is closed. True when all went well. */
  boolean forEach(Work work) {
    List<L2Interface> failed = new ArrayList<>(0);
    for (var each : open.values()) {
      try {
        work.on(each);
      } catch (LinkException e) {
        failed.add(each);
        meter.portFailed();
        trouble(e);
      }
    }
    failed.forEach(each -> close(each, "its socket failed; it is opened again when it is back"));
    return failed.isEmpty();
  }

  List<LinkInterface> links() {
    return open.values().stream().map(L2Interface::link).toList();
  }

  /** Those that can announce now. */
  List<NodeInterface> usable() {
    return links().stream()
        .filter(link -> link.flags().running())
        .map(
            link ->
                new NodeInterface(
                    link.name(),
                    link.mac(),
                    link.addresses().stream().map(LinkAddress::subnet).toList()))
        .toList();
  }

  /** True for the MAC address of any interface of this node, also of one that never announces. */
  boolean isOwn(MacAddress mac) {
    return ownMacs.contains(mac);
  }

  void closeAll() {
    open.values().forEach(L2Interface::close);
    open.clear();
  }

  /** The same trouble is met again and again; it is worth one line. */
  void trouble(LinkException e) {
    var text = String.valueOf(e.getMessage());
    if (!text.equals(lastTrouble)) {
      log.warn("announcer: {}", text);
      lastTrouble = text;
    }
  }

  /** Of every bridge and bond, the ports with a carrier. Those of pods come and go: no news. */
  private Map<Integer, SortedSet<Integer>> runningPorts(List<LinkInterface> all) {
    var ports = new TreeMap<Integer, SortedSet<Integer>>();
    all.stream()
        .filter(link -> link.master() != 0 && link.flags().running() && !rules.excludes(link))
        .forEach(
            link -> ports.computeIfAbsent(link.master(), _ -> new TreeSet<>()).add(link.index()));
    return ports;
  }

  private void openOrUpdate(
      LinkInterface link, Map<Integer, SortedSet<Integer>> ports, Changes changes) {
    var runningPorts = ports.getOrDefault(link.index(), new TreeSet<>());
    var known = open.get(link.name());
    if (known != null) {
      known.retryGroups();
      if (known.update(link, runningPorts)) {
        changes.refreshed().add(known);
      }
      return;
    }
    try {
      var fresh = L2Interface.open(packetLink, link, runningPorts, meter);
      open.put(link.name(), fresh);
      changes.opened().add(fresh);
      log.info("answering ARP and NDP on {} ({})", link.name(), link.mac());
    } catch (LinkException e) {
      trouble(e);
    }
  }

  private void close(L2Interface each, String why) {
    open.remove(each.link().name());
    each.close();
    log.warn("no longer answering on {}: {}", each.link().name(), why);
  }
}
