package io.fairlead.deploy.lab.process;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Lets other shells talk to the process that holds a lab: one line of words is sent, an exit code
 * and a text come back. A Unix socket is used because it is a file: it works across network
 * namespaces, and only those who may open the lab's folder reach it.
 */
public final class ControlSocket implements AutoCloseable {
  private static final int REQUEST_BYTES_MAX = 4096;

  private final ServerSocketChannel server;
  private final Function<String, Reply> answer;

  /** What the lab says, and the exit code that the asking command ends with. */
  public record Reply(LabExit exit, String text) {}

  private ControlSocket(ServerSocketChannel server, Function<String, Reply> answer) {
    this.server = server;
    this.answer = answer;
  }

  /** Listens at this path; requests are answered one after the other. */
  public static ControlSocket listen(Path path, Function<String, Reply> answer) {
    try {
      var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      var socket = new ControlSocket(server, answer);
      Thread.ofPlatform().daemon().name("lab-control").start(socket::serve);
      return socket;
    } catch (IOException e) {
      throw new LabException(
          LabExit.MISSING,
          "cannot listen at %s (%s); a shorter --state-dir may help"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** Sends one line of words and waits for the answer, however long it takes. */
  public static Reply ask(Path path, String words) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      String whole =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      int end = whole.indexOf('\n');
      if (end < 0) {
        throw new IOException("the lab ended before it answered");
      }
      return new Reply(LabExit.valueOf(whole.substring(0, end)), whole.substring(end + 1));
    }
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel channel = server.accept()) {
        ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES_MAX);
        while (request.hasRemaining() && channel.read(request) >= 0) {
          // The request ends where the asking side stops sending.
          Thread.onSpinWait();
        }
        String words =
            new String(request.array(), 0, request.position(), StandardCharsets.UTF_8).strip();
        Reply reply = safely(words);
        String whole = reply.exit().name() + "\n" + reply.text();
        Channels.newOutputStream(channel).write(whole.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The asking side went away, or this socket was closed; the condition tells which.
        Thread.onSpinWait();
      }
    }
  }

  private Reply safely(String words) {
    try {
      return answer.apply(words);
    } catch (LabException e) {
      return new Reply(e.exit(), e.explanation());
    } catch (RuntimeException e) {
      return new Reply(LabExit.SCENARIO_FAILED, "'" + words + "' failed: " + e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new LabException(LabExit.SCENARIO_FAILED, "cannot close the control socket", e);
    }
  }
}
