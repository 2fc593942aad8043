package io.fairlead.k8s;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A way to a server that can be cut and opened again, under the same port. */
final class TcpRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpRelay.class);

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  TcpRelay(InetSocketAddress target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Drops all connections, and new ones at once. The port is kept, so that nobody takes it. */
  void cut() {
    cut = true;
    sockets.forEach(TcpRelay::drop);
    sockets.clear();
  }

  void open() {
    cut = false;
  }

  /**
   * The connections that there are carry nothing any more, and nobody is told: what a middlebox
   * does that has forgotten them. New ones work.
   */
  void silence() {
    silent.addAll(sockets);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The listener was closed, which ends the loop, or the server refused this connection.
        LOG.debug("relay", e);
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (cut) {
      drop(client);
      return;
    }
    var server = new Socket();
    sockets.add(client);
    sockets.add(server);
    server.connect(target);
    Thread.ofVirtual().start(() -> copy(client, server));
    Thread.ofVirtual().start(() -> copy(server, client));
    if (cut) {
      drop(client);
      drop(server);
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      var buffer = new byte[8192];
      var in = from.getInputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        if (!silent.contains(from)) {
          to.getOutputStream().write(buffer, 0, length);
        }
      }
    } catch (IOException e) {
      // Cut, or closed by the other end: both directions end here.
      sockets.remove(from);
    } finally {
      drop(from);
      drop(to);
    }
  }

  private static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
