package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.table.HelloKey;
import io.fairlead.wire.bfd.BfdDiagnostic;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** What the rest of the speaker tells the hello sessions. Safe for use by several threads. */
public interface HelloControl {
  /** For a speaker without hello sessions. */
  HelloControl NONE =
      new HelloControl() {
        @Override
        public void know(SortedMap<NodeName, IpAddress> speakers) {}

        @Override
        public void watch(SortedSet<NodeName> nodes) {}

        @Override
        public void useKeys(List<HelloKey> accepted, HelloKey signing) {}

        @Override
        public void disable(BfdDiagnostic why) {}

        @Override
        public void enable() {}

        @Override
        public void tellClaims(SortedMap<NodeName, List<Claim>> notices) {}
      };

  /** The other speakers of the cluster, and where they are. */
  void know(SortedMap<NodeName, IpAddress> speakers);

  /** The nodes to have sessions with; others may still begin one with this node. */
  void watch(SortedSet<NodeName> nodes);

  /** Packets signed with any of these keys are taken; those sent are signed with one of them. */
  void useKeys(List<HelloKey> accepted, HelloKey signing);

  /** Tells all others that this node announces no more. */
  void disable(BfdDiagnostic why);

  /** Takes that back. */
  void enable();

  /** These nodes are told these claims every 100 ms, until other ones are given here. */
  void tellClaims(SortedMap<NodeName, List<Claim>> notices);
}
