package io.fairlead.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.speaker.link.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The cluster as one of its members sees it, asked of that member's Pekko Management on the
 * loopback address of its namespace.
 *
 * @param members by host
 */
record ClusterStatus(NavigableMap<String, Member> members) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PORT = 7626;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 5_000;

  /**
   * One member.
   *
   * @param uid differs for every incarnation of its actor system
   */
  record Member(String uid, String status, boolean reachable) {
    boolean isUp() {
      return status.equals("Up");
    }
  }

  /** Asks; empty while nobody answers there. */
  static Optional<ClusterStatus> ask(Path namespaceFile) {
    return request(namespaceFile, "GET /cluster/members", "")
        .filter(body -> body.startsWith("{"))
        .map(ClusterStatus::parse);
  }

  /** Has the cluster down the member; the program must have been started with this allowed. */
  static String down(Path namespaceFile, String host, int port) {
    return request(
            namespaceFile,
            "PUT /cluster/members/fairlead@%s:%d".formatted(host, port),
            "operation=Down")
        .orElse("no answer");
  }

  boolean isUp(String host) {
    var member = members.get(host);
    return member != null && member.isUp() && member.reachable();
  }

  /** Host to incarnation. */
  NavigableMap<String, String> incarnations() {
    return members.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().uid(), (a, b) -> a, TreeMap::new));
  }

  private static ClusterStatus parse(String body) {
    try {
      var tree = JSON.readTree(body);
      var members = new TreeMap<String, Member>();
      for (JsonNode member : tree.path("members")) {
        String node = member.path("node").asText();
        boolean reachable = true;
        for (JsonNode unreachable : tree.path("unreachable")) {
          reachable &= !unreachable.path("node").asText().equals(node);
        }
        members.put(
            node.replaceAll(".*@(.*):\\d+", "$1"),
            new Member(member.path("nodeUid").asText(), member.path("status").asText(), reachable));
      }
      return new ClusterStatus(members);
    } catch (IOException e) {
      throw new IllegalStateException("not the status of a cluster: " + body, e);
    }
  }

  private static Optional<String> request(Path namespaceFile, String line, String form) {
    try (var channel = NetworkNamespace.call(namespaceFile, SocketChannel::open)) {
      var socket = channel.socket();
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), CONNECT_MILLIS);
      String head =
          "%s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
              .formatted(line, form.length());
      socket.getOutputStream().write((head + form).getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return Optional.of(answer.substring(Math.max(0, answer.indexOf("\r\n\r\n") + 4)));
    } catch (IOException e) {
      return Optional.empty();
    } catch (Exception e) {
      throw new IllegalStateException("cannot ask in " + namespaceFile, e);
    }
  }
}
