package io.fairlead.speaker.l2;

import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.link.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A LAN of network namespaces: a bridge, and hosts with an interface {@code eth0} each. Every host
 * can run an announcer. All is removed at the end.
 */
final class Lan implements AutoCloseable {
  private static final int DISCARD_PORT = 9;
  private static final long COMMAND_SECONDS_MAX = 20;
  private final String prefix = "fls" + Long.toString(ProcessHandle.current().pid(), 36);
  private final Deque<String> namespaces = new ArrayDeque<>();

  Lan() throws Exception {
    this("mcast_snooping 0");
  }

  /** A LAN whose bridge has these further settings. */
  Lan(String bridge) throws Exception {
    namespace("br");
    in("br", "ip link add br0 type bridge stp_state 0 forward_delay 0 " + bridge);
    in("br", "ip link set br0 up");
  }

  /**
   * A host with the addresses 192.168.120.{@code number} and fd00:120::{@code number}, and the MAC
   * address 02:00:5e:00:53:NN.
   */
  void host(String name, int number) throws Exception {
    namespace(name);
    in(name, "ip link set lo up");
    plug(name, "eth0", number);
    in(name, "ip addr add 192.168.120." + number + "/24 dev eth0");
    in(name, "ip addr add fd00:120::" + number + "/64 dev eth0 nodad");
  }

  /** Gives a host one more interface on the LAN, without addresses. */
  void plug(String name, String device, int number) throws Exception {
    String port = port(name, device);
    run(
        "ip -n %s link add %s type veth peer name %s netns %s"
            .formatted(full("br"), port, device, full(name)));
    in("br", "ip link set " + port + " master br0 up");
    in(name, "ip link set " + device + " address " + mac(number) + " up");
  }

  /** The name of the bridge's port at the other end. */
  static String port(String name, String device) {
    return device.equals("eth0") ? "p-" + name : "p-" + name + "-" + device;
  }

  /** Lets the kernel of the host resolve the address by a packet of its own. */
  void send(String host, String address) throws Exception {
    call(
        host,
        () -> {
          try (var socket = new DatagramSocket()) {
            var to = new InetSocketAddress(address, DISCARD_PORT);
            socket.send(new DatagramPacket(new byte[1], 1, to));
          }
          return address;
        });
  }

  /** The line of the host's neighbour table. */
  String neighbourLine(String host, String address) {
    try {
      return ask(host, "ip neigh show " + address).trim();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The MAC address in the host's neighbour table, or the whole line when there is none. */
  String neighbour(String host, String address) {
    return neighbourLine(host, address).replaceAll("(?s).*lladdr (\\S+).*", "$1");
  }

  static String mac(int number) {
    return "02:00:5e:00:53:%02x".formatted(number);
  }

  L2Announcer announcer(String host) throws Exception {
    return announcer(host, L2Settings.DEFAULT);
  }

  L2Announcer announcer(String host, L2Settings settings) throws Exception {
    return call(host, () -> L2Announcer.start(AfPacketLink.open(), settings));
  }

  /** Runs a command in the namespace of the host and returns what it says, whatever its end. */
  String ask(String host, String command) throws Exception {
    return output("ip netns exec " + full(host) + " " + command).text();
  }

  /** Runs a command in the namespace of the host, which must succeed. */
  void in(String host, String command) throws Exception {
    run("ip netns exec " + full(host) + " " + command);
  }

  /** Runs code in the namespace of the host. */
  <T> T call(String host, Callable<T> code) throws Exception {
    return NetworkNamespace.call(Path.of("/run/netns", full(host)), code);
  }

  @Override
  public void close() {
    while (!namespaces.isEmpty()) {
      output("ip netns del " + namespaces.pop());
    }
  }

  private String full(String host) {
    return prefix + "-" + host;
  }

  private void namespace(String name) throws Exception {
    run("ip netns add " + full(name));
    namespaces.push(full(name));
  }

  private record Output(int exit, String text) {}

  private static void run(String command) throws IOException {
    var output = output(command);
    if (output.exit() != 0) {
      throw new IOException(command + ": " + output.text());
    }
  }

  private static Output output(String command) {
    try {
      var process =
          new ProcessBuilder(List.of(command.split(" "))).redirectErrorStream(true).start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " did not end");
      }
      return new Output(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
