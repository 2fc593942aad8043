package io.fairlead.deploy.lab.kube;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.probe.HttpAnswer;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.link.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One port of one pod: a small web server (TCP), or one that answers every datagram (UDP). The
 * answer says which pod and which node it came from.
 */
public final class PodServer implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final int REQUEST_BYTES_MAX = 16_384;
  private static final int READ_LIMIT_MILLIS = 5_000;
  private static final int DATAGRAM_BYTES_MAX = 65_535;

  private final AutoCloseable channel;
  private final int port;

  private PodServer(AutoCloseable channel, int port) {
    this.channel = channel;
    this.port = port;
  }

  /**
   * Who answers.
   *
   * @param application whose page it shows, such as {@code nginx}
   * @param pod its own name
   * @param node where it runs
   */
  public record Identity(String application, String pod, String node) {
    String page() {
      return """
      <!DOCTYPE html>
      <html>
      <head><title>Welcome to %1$s!</title></head>
      <body>
      <h1>Welcome to %1$s!</h1>
      <p>Answered by pod %2$s on %3$s.</p>
      </body>
      </html>
      """
          .formatted(application, pod, node);
    }
  }

  /** Serves pages on a port of this address inside this namespace; 0 takes any free port. */
  public static PodServer http(Path namespaceFile, IpAddress address, int port, Identity identity) {
    return inNamespace(
        namespaceFile,
        "TCP " + address + ":" + port,
        () -> {
          var server = ServerSocketChannel.open();
          server.bind(new InetSocketAddress(inet(address), port), BACKLOG);
          return server;
        },
        server -> {
          Thread.ofVirtual().name(identity.pod()).start(() -> accept(server, identity));
          return new PodServer(server, ((InetSocketAddress) server.getLocalAddress()).getPort());
        });
  }

  /** Answers datagrams on a port of this address inside this namespace. */
  public static PodServer datagrams(
      Path namespaceFile, IpAddress address, int port, Identity identity) {
    return inNamespace(
        namespaceFile,
        "UDP " + address + ":" + port,
        () -> {
          var socket = DatagramChannel.open();
          socket.bind(new InetSocketAddress(inet(address), port));
          return socket;
        },
        socket -> {
          Thread.ofVirtual().name(identity.pod()).start(() -> echo(socket, identity));
          return new PodServer(socket, ((InetSocketAddress) socket.getLocalAddress()).getPort());
        });
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (Exception e) {
      throw new LabException(LabExit.SCENARIO_FAILED, "cannot close a pod's socket", e);
    }
  }

  private interface Opened<C> {
    C open() throws IOException;
  }

  private interface Serving<C> {
    PodServer begin(C channel) throws IOException;
  }

  /**
   * Only the socket is made inside the namespace; threads are started outside, because a thread
   * started inside would stay there.
   */
  private static <C> PodServer inNamespace(
      Path namespaceFile, String what, Opened<C> opened, Serving<C> serving) {
    try {
      return serving.begin(NetworkNamespace.call(namespaceFile, opened::open));
    } catch (Exception e) {
      throw new LabException(
          LabExit.SCENARIO_FAILED,
          "cannot open %s in %s: %s".formatted(what, namespaceFile.getFileName(), e.getMessage()),
          e);
    }
  }

  private static void accept(ServerSocketChannel server, Identity identity) {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        Thread.ofVirtual().start(() -> answer(connection, identity));
      } catch (IOException e) {
        // Closed, or out of file descriptors for a moment; the loop's condition tells which.
        Thread.onSpinWait();
      }
    }
  }

  private static void answer(SocketChannel connection, Identity identity) {
    try (connection) {
      connection.socket().setSoTimeout(READ_LIMIT_MILLIS);
      if (readRequest(connection.socket().getInputStream())) {
        connection.socket().getOutputStream().write(response(identity));
      }
    } catch (IOException e) {
      // The client went away; the next one is served all the same.
      return;
    }
  }

  private static boolean readRequest(InputStream input) throws IOException {
    var seen = new StringBuilder();
    while (seen.indexOf("\r\n\r\n") < 0 && seen.length() < REQUEST_BYTES_MAX) {
      byte[] chunk = new byte[1024];
      int length = input.read(chunk);
      if (length < 0) {
        return false;
      }
      seen.append(new String(chunk, 0, length, StandardCharsets.ISO_8859_1));
    }
    return true;
  }

  private static byte[] response(Identity identity) {
    byte[] page = identity.page().getBytes(StandardCharsets.UTF_8);
    byte[] head =
        """
        HTTP/1.1 200 OK\r
        Content-Type: text/html; charset=utf-8\r
        Content-Length: %d\r
        %s: %s\r
        Connection: close\r
        \r
        """
            .formatted(page.length, HttpAnswer.POD_HEADER, identity.pod())
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + page.length).put(head).put(page).array();
  }

  private static void echo(DatagramChannel socket, Identity identity) {
    ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES_MAX);
    byte[] words =
        (identity.pod() + " on " + identity.node() + "\n").getBytes(StandardCharsets.UTF_8);
    while (socket.isOpen()) {
      try {
        buffer.clear();
        SocketAddress sender = socket.receive(buffer);
        socket.send(ByteBuffer.wrap(words), sender);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // An ICMP error for an earlier answer; the socket itself is fine.
        Thread.onSpinWait();
      }
    }
  }

  private static InetAddress inet(IpAddress address) throws IOException {
    return InetAddress.getByAddress(address.toBytes());
  }
}
