package io.fairlead.report;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.SortedSet;
import java.util.TreeSet;

/** One thing that a speaker says of its node. A later one of the same key takes its place. */
public sealed interface Observation {
  /** What the observation is about; unique among all of one speaker. */
  String key();

  /**
   * The node answers for the address on the segment now.
   *
   * @param interfaces where, by the configuration and by what the node really has; empty when on
   *     all eligible interfaces
   */
  record AnnouncedAddress(IpAddress address, long epoch, SortedSet<String> interfaces)
      implements Observation {
    public AnnouncedAddress {
      interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
    }

    @Override
    public String key() {
      return "l2 " + address;
    }
  }

  /**
   * The node advertises the Service by BGP.
   *
   * @param peers names of the BGPPeers that it is meant for; their sessions may be down
   */
  record AdvertisedService(ServiceKey service, SortedSet<String> peers) implements Observation {
    public AdvertisedService {
      peers = unmodifiableSortedSet(new TreeSet<>(peers));
    }

    @Override
    public String key() {
      return "bgp " + service;
    }
  }

  /**
   * A BGP session of the node, with what is known of the BFD session that guards it.
   *
   * @param peer name of the BGPPeer
   * @param vrf empty for the default one
   */
  record BgpSession(String peer, String vrf, BgpStatus status, BfdStatus bfd)
      implements Observation {
    @Override
    public String key() {
      return "session " + peer;
    }
  }

  /**
   * Something keeps the speaker from doing what it should.
   *
   * @param what it is about, for example the name of an interface; empty when there is nothing to
   *     name
   */
  record Trouble(TroubleKind kind, String what) implements Observation {
    @Override
    public String key() {
      return "trouble " + kind + " " + what;
    }
  }

  /** States of a BGP session, RFC 4271 section 8.2.2. */
  enum BgpStatus {
    IDLE("Idle"),
    CONNECT("Connect"),
    ACTIVE("Active"),
    OPEN_SENT("OpenSent"),
    OPEN_CONFIRM("OpenConfirm"),
    ESTABLISHED("Established");

    private final String text;

    BgpStatus(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** State of the BFD session that guards a BGP session. */
  enum BfdStatus {
    UP("Up"),
    DOWN("Down"),
    /** The peer has no BFD profile. */
    NONE("N/A");

    private final String text;

    BfdStatus(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What may trouble a speaker. */
  enum TroubleKind {
    /** An address is this node's to announce, on an interface that it has not, or that is down. */
    INTERFACE_UNUSABLE,
    /** No interface of the node can announce. */
    NO_LINK
  }
}
