package io.fairlead.speaker.link;

/**
 * What an interface is and how it stands.
 *
 * @param up someone switched it on
 * @param running it has a carrier
 * @param noArp it takes no part in ARP
 * @param enslaved it has a master: it is a port of a bridge or bond
 */
public record LinkFlags(
    boolean up,
    boolean running,
    boolean broadcast,
    boolean loopback,
    boolean noArp,
    boolean enslaved) {
  private static final int IFF_UP = 0x1;
  private static final int IFF_BROADCAST = 0x2;
  private static final int IFF_LOOPBACK = 0x8;
  private static final int IFF_RUNNING = 0x40;
  private static final int IFF_NOARP = 0x80;

  /** From the flags of netdevice(7). */
  public static LinkFlags of(int bits, boolean enslaved) {
    return new LinkFlags(
        (bits & IFF_UP) != 0,
        (bits & IFF_RUNNING) != 0,
        (bits & IFF_BROADCAST) != 0,
        (bits & IFF_LOOPBACK) != 0,
        (bits & IFF_NOARP) != 0,
        enslaved);
  }
}
