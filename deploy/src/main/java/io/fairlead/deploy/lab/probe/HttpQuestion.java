package io.fairlead.deploy.lab.probe;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One GET request over a connection of its own.
 *
 * @param path from the slash on
 * @param limit for everything together: connect, ask, read the answer
 */
public record HttpQuestion(IpAddress address, int port, String path, Duration limit) {
  private static final int CHUNK_BYTES = 8192;
  private static final int ANSWER_BYTES_MAX = 1 << 20;

  /** Asks for the page at the root. */
  public HttpQuestion(IpAddress address, int port, Duration limit) {
    this(address, port, "/", limit);
  }

  /** For people: {@code http://192.168.120.200/}. */
  public String url() {
    String host = address.family() == IpFamily.IPV6 ? "[" + address + "]" : address.toString();
    return "http://" + host + (port == 80 ? "" : ":" + port) + path;
  }

  /** Asks over this fresh socket and closes it; fails with the reason in its message. */
  public HttpAnswer ask(SocketChannel channel) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (channel) {
      Socket socket = channel.socket();
      socket.connect(target(), remainingMillis(deadline));
      socket.getOutputStream().write(request());
      var answer = new ByteArrayOutputStream();
      InputStream input = socket.getInputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      int length = 0;
      while (length >= 0 && answer.size() < ANSWER_BYTES_MAX) {
        answer.write(chunk, 0, length);
        socket.setSoTimeout(remainingMillis(deadline));
        length = input.read(chunk);
      }
      return HttpAnswer.parse(answer.toByteArray())
          .orElseThrow(() -> new IOException("the answer is not HTTP"));
    }
  }

  private InetSocketAddress target() throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(address.toBytes()), port);
  }

  private byte[] request() {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
        .formatted(path, address.family() == IpFamily.IPV6 ? "[" + address + "]" : address)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int remainingMillis(long deadline) throws SocketTimeoutException {
    long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (millis <= 0) {
      throw new SocketTimeoutException("no complete answer in time");
    }
    return (int) millis;
  }
}
