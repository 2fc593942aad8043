package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.l2.AnswerGate;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.UdpPort;
import io.fairlead.speaker.plan.HelloNews;
import io.fairlead.table.HelloKey;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint at a loopback address of its own, and what it heard. */
final class HelloNode implements HelloListener, AutoCloseable {
  final List<String> heard = new CopyOnWriteArrayList<>();
  final HelloEndpoint endpoint;
  final AnswerGate gate = new AnswerGate();

  HelloNode(int number, int port, int intervalMillis) throws LinkException {
    this.endpoint =
        HelloEndpoint.start(
            UdpPort.open(address(number), port),
            address(number),
            new HelloSettings(port, intervalMillis, 3),
            gate,
            this);
  }

  /** Nodes of these numbers are known to it, and it watches all of them. */
  void meets(int... numbers) {
    var known = new TreeMap<NodeName, IpAddress>();
    Arrays.stream(numbers).forEach(number -> known.put(name(number), address(number)));
    endpoint.know(known);
    endpoint.watch(new TreeSet<>(known.keySet()));
  }

  void uses(HelloKey key) {
    endpoint.useKeys(List.of(key), key);
  }

  static NodeName name(int number) {
    return new NodeName("n" + number);
  }

  private static IpAddress address(int number) {
    return IpAddress.parse("127.0.83." + number);
  }

  @Override
  public void news(NodeName node, HelloNews news, long heardNanos) {
    heard.add(node + " " + news);
  }

  @Override
  public void claims(NodeName node, List<Claim> claims) {
    claims.forEach(claim -> heard.add(node + " claims " + claim.address() + " " + claim.epoch()));
  }

  @Override
  public void away(long absence) {
    heard.add("away");
  }

  @Override
  public void unnoticed(long absence) {
    heard.add("unnoticed");
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
