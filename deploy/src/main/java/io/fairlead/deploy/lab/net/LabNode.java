package io.fairlead.deploy.lab.net;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;

/**
 * One node of the lab, counted from 1. Its addresses and its MAC all end in the same two digits, so
 * a neighbour table tells at a glance which node owns an address.
 */
public record LabNode(int number) {
  public static final int NUMBER_MAX = 20;
  private static final int FIRST_HOST_NUMBER = 10;

  public LabNode {
    if (number < 1 || number > NUMBER_MAX) {
      throw LabException.usage(
          "there is no node-%d: nodes are numbered 1 to %d".formatted(number, NUMBER_MAX));
    }
  }

  public NodeName name() {
    return new NodeName("node-" + number);
  }

  /** The place of its host namespace. */
  public String place() {
    return "n" + number;
  }

  /** The place of the namespace that holds its pods. */
  public String podPlace() {
    return "p" + number;
  }

  public IpAddress address() {
    return IpAddress.parse("192.168.120." + hostNumber());
  }

  public IpAddress addressV6() {
    return IpAddress.parse("fd00:120::" + hostNumber());
  }

  public MacAddress mac() {
    return LabPlan.mac(hostNumber());
  }

  /** The end of its cable at the switch. */
  public String port() {
    return "v-" + place();
  }

  /** Its range of pod addresses, as a Node's {@code podCIDR}. */
  public String podPrefix() {
    return "10.244.%d.0/24".formatted(number);
  }

  public String podPrefixV6() {
    return "fd00:244:%d::/64".formatted(number);
  }

  /** An address of its pod range; host number 1 is the node itself. */
  public IpAddress podAddress(int host) {
    return IpAddress.parse("10.244.%d.%d".formatted(number, host));
  }

  public IpAddress podAddressV6(int host) {
    return IpAddress.parse("fd00:244:%d::%x".formatted(number, host));
  }

  private int hostNumber() {
    return FIRST_HOST_NUMBER + number;
  }
}
