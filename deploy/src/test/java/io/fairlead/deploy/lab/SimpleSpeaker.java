package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.HostCommand;
import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The least that the lab needs of a speaker, so that the lab itself can be tested alone: the lowest
 * node that is there has the first two addresses, and lets the kernel answer for them.
 */
public final class SimpleSpeaker {
  private static final List<String> ADDRESSES = List.of("192.168.120.200", "192.168.120.201");
  private static final int CLOSED_PORT = 9;
  private static final int SILENCE_MILLIS = 200;

  private SimpleSpeaker() {}

  /** Expects the node's number. */
  public static void main(String[] arguments) throws InterruptedException {
    int number = Integer.parseInt(arguments[0]);
    boolean announcing = false;
    while (true) {
      boolean first = true;
      for (int lower = 1; lower < number; lower++) {
        first = first && !isThere(new LabNode(lower));
      }
      if (first && !announcing) {
        ADDRESSES.forEach(SimpleSpeaker::announce);
        announcing = true;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void announce(String address) {
    HostCommand.run(
        List.of(HostTools.require("ip"), "addr", "replace", address + "/32", "dev", "lo"), "");
    HostCommand.run(
        List.of(HostTools.require("arping"), "-U", "-c", "1", "-I", "eth0", address), "");
    System.out.println("announcing " + address);
  }

  private static boolean isThere(LabNode node) {
    try (var socket = new Socket()) {
      var address = InetAddress.getByAddress(node.address().toBytes());
      socket.connect(new InetSocketAddress(address, CLOSED_PORT), SILENCE_MILLIS);
      return true;
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage()).contains("refused");
    } catch (IOException e) {
      return false;
    }
  }
}
