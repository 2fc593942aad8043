package io.fairlead.deploy.lab.kube;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.speaker.link.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries TCP connections out of a namespace: it listens inside, and connects from outside. The
 * bytes are passed on as they are, so TLS is between the two ends.
 */
public final class TcpForwarder implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int CHUNK_BYTES = 65_536;
  private static final int CONNECT_LIMIT_MILLIS = 5_000;

  private final ServerSocketChannel listening;
  private final InetSocketAddress target;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private TcpForwarder(ServerSocketChannel listening, InetSocketAddress target) {
    this.listening = listening;
    this.target = target;
  }

  /**
   * Starts.
   *
   * @param inside where it listens, in the namespace of this file
   * @param target where it connects to, from the namespace of the caller
   */
  public static TcpForwarder start(
      Path namespaceFile, InetSocketAddress inside, InetSocketAddress target) {
    try {
      ServerSocketChannel listening =
          NetworkNamespace.call(
              namespaceFile, () -> ServerSocketChannel.open().bind(inside, BACKLOG));
      var forwarder = new TcpForwarder(listening, target);
      Thread.ofVirtual().name("forwarder to " + target).start(forwarder::accept);
      return forwarder;
    } catch (Exception e) {
      throw new LabException(
          LabExit.SCENARIO_FAILED,
          "cannot listen on %s in %s: %s"
              .formatted(inside, namespaceFile.getFileName(), e.getMessage()),
          e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    try {
      return (InetSocketAddress) listening.getLocalAddress();
    } catch (IOException e) {
      throw new LabException(LabExit.SCENARIO_FAILED, "the forwarder is closed", e);
    }
  }

  private void accept() {
    while (listening.isOpen()) {
      try {
        SocketChannel near = listening.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException e) {
        // Closed, or out of file descriptors for a moment; the loop's condition tells which.
        Thread.onSpinWait();
      }
    }
  }

  private void connect(SocketChannel near) {
    open.add(near);
    try (near;
        SocketChannel far = SocketChannel.open()) {
      open.add(far);
      far.socket().connect(target, CONNECT_LIMIT_MILLIS);
      Thread back = Thread.ofVirtual().start(() -> pump(far, near));
      pump(near, far);
      back.join();
      open.remove(far);
    } catch (IOException e) {
      // The caller sees its connection closed, as it would without a forwarder.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(near);
    }
  }

  private static void pump(SocketChannel from, SocketChannel to) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      var input = from.socket().getInputStream();
      var output = to.socket().getOutputStream();
      for (int length = input.read(chunk); length >= 0; length = input.read(chunk)) {
        output.write(chunk, 0, length);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new LabException(LabExit.SCENARIO_FAILED, "cannot close the forwarder", e);
    }
    open.forEach(TcpForwarder::closeQuietly);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Closing is all that was wanted of it.
      return;
    }
  }
}
