package io.fairlead.load.arp;

import io.fairlead.net.IpAddress;
import io.fairlead.speaker.l2.L2Announcer;
import io.fairlead.speaker.l2.L2Settings;
import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.plan.Announcement;
import java.io.IOException;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The announcer of a speaker without its cluster: announces the addresses that it is given, and
 * ends with its input.
 */
final class ArpStation {
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private ArpStation() {}

  public static void main(String[] arguments) throws IOException {
    try (var announcer = L2Announcer.start(AfPacketLink.open(), L2Settings.DEFAULT)) {
      for (String address : arguments) {
        announcer.announce(IpAddress.parse(address), new Announcement(1, new TreeSet<>()));
      }
      while (announcer.counters().byAddress().size() < arguments.length) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
      System.out.println("ready");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Nothing is said to it but that it is over.
      }
      System.err.println(announcer.counters());
    }
  }
}
