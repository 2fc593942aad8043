package io.fairlead.deploy.lab.probe;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.speaker.link.NetworkNamespace;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A supply of fresh TCP sockets that belong to one network namespace. */
public final class NamespaceSockets implements AutoCloseable {
  private static final int READY_SOCKETS = 8;
  private static final long TAKE_LIMIT_SECONDS = 5;
  private static final long OFFER_MILLIS = 100;

  private final BlockingQueue<SocketChannel> ready = new ArrayBlockingQueue<>(READY_SOCKETS);
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private final Thread entrance;
  private volatile boolean closed;

  private NamespaceSockets(Path namespaceFile) {
    entrance =
        Thread.ofPlatform()
            .daemon()
            .name("sockets of " + namespaceFile.getFileName())
            .unstarted(() -> supply(namespaceFile));
  }

  /** Enters the namespace of this file. */
  public static NamespaceSockets open(Path namespaceFile) {
    var sockets = new NamespaceSockets(namespaceFile);
    sockets.entrance.start();
    return sockets;
  }

  /** A socket that is not connected yet; whoever takes it closes it. */
  public SocketChannel take() throws InterruptedException {
    SocketChannel socket = ready.poll(TAKE_LIMIT_SECONDS, TimeUnit.SECONDS);
    if (socket == null) {
      throw LabException.failed("no socket from the namespace: " + failure.get());
    }
    return socket;
  }

  private void supply(Path namespaceFile) {
    try {
      NetworkNamespace.call(namespaceFile, this::fill);
    } catch (Exception e) {
      failure.set(String.valueOf(e.getMessage()));
    }
  }

  private boolean fill() throws IOException, InterruptedException {
    while (!closed) {
      SocketChannel socket = SocketChannel.open();
      boolean kept = false;
      while (!kept && !closed) {
        kept = ready.offer(socket, OFFER_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (!kept) {
        socket.close();
      }
    }
    return true;
  }

  /** Closes the sockets nobody took and leaves the namespace. */
  @Override
  public void close() {
    closed = true;
    try {
      entrance.join(TimeUnit.SECONDS.toMillis(TAKE_LIMIT_SECONDS));
      for (SocketChannel socket = ready.poll(); socket != null; socket = ready.poll()) {
        socket.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new LabException(LabExit.SCENARIO_FAILED, "cannot close a socket", e);
    }
  }
}
