package io.fairlead.k8s.embedded.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on one or more addresses and hands requests to the routes. */
public final class HttpFront implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
  private static final int EVENT_LOOP_THREADS = 2;
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;
  private static final int LINE_BYTES_MAX = 64 * 1024;
  private static final int CHUNK_BYTES_MAX = 64 * 1024;

  /** A watcher that lags behind by this much is cut off, as in a real API server. */
  private static final WriteBufferWaterMark UNSENT =
      new WriteBufferWaterMark(8 * 1024 * 1024, 64 * 1024 * 1024);

  private static final long CLOSE_MILLIS_MAX = 2_000;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          EVENT_LOOP_THREADS,
          new DefaultThreadFactory("embedded-api", true),
          NioIoHandler.newFactory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<Channel> listeners = new ArrayList<>();
  private final Set<Path> sockets = new ConcurrentSkipListSet<>();
  private final Function<ApiRequest, ApiReply> routes;
  private final long bookmarkMillis;

  public HttpFront(Function<ApiRequest, ApiReply> routes, long bookmarkMillis) {
    this.routes = routes;
    this.bookmarkMillis = bookmarkMillis;
  }

  /**
   * Listens on one more address; the answer holds the port that was really taken. An address in
   * use, or one that is not on this machine, is an {@link IOException} that names it.
   */
  public SocketAddress listen(SocketAddress address) throws IOException {
    Class<? extends ServerChannel> type = NioServerSocketChannel.class;
    if (address instanceof UnixDomainSocketAddress unix) {
      removeSocket(unix.getPath());
      sockets.add(unix.getPath());
      type = NioServerDomainSocketChannel.class;
    }
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .childHandler(new Setup())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + address, bound.cause());
    }
    synchronized (listeners) {
      listeners.add(bound.channel());
    }
    return bound.channel().localAddress();
  }

  /** Stops listening and cuts all connections; {@link #listen} may follow. */
  public void disconnect() {
    synchronized (listeners) {
      listeners.forEach(listener -> listener.close().awaitUninterruptibly(CLOSE_MILLIS_MAX));
      listeners.clear();
    }
    connections.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
  }

  /** Takes a socket that an earlier run left away, and never a file of another kind. */
  private static void removeSocket(Path path) throws IOException {
    if (Files.exists(path) && Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      Files.delete(path);
    }
  }

  @Override
  public void close() {
    disconnect();
    for (Path socket : sockets) {
      try {
        removeSocket(socket);
      } catch (IOException e) {
        log.warn("cannot remove the socket {}: {}", socket, e.toString());
      }
    }
    workers.shutdownNow();
    loops
        .shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_MILLIS_MAX);
  }

  private final class Setup extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      connections.add(channel);
      channel
          .pipeline()
          .addLast(new HttpServerCodec(LINE_BYTES_MAX, LINE_BYTES_MAX, CHUNK_BYTES_MAX))
          .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
          .addLast(new HttpConnection(routes, workers, bookmarkMillis));
    }
  }
}
