package io.fairlead.k8s.embedded.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: one request at a time, answered whole or by a stream of events. */
final class HttpConnection extends SimpleChannelInboundHandler<Object> {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
  private static final int FRAME_BYTES_MAX = 64 * 1024;

  private final Function<ApiRequest, ApiReply> routes;
  private final ExecutorService workers;
  private final long bookmarkMillis;
  private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>();
  private boolean busy;
  private @Nullable EventSource stream;

  HttpConnection(
      Function<ApiRequest, ApiReply> routes, ExecutorService workers, long bookmarkMillis) {
    this.routes = routes;
    this.workers = workers;
    this.bookmarkMillis = bookmarkMillis;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case FullHttpRequest request -> {
        waiting.add(request.retain());
        next(ctx);
      }
      case PingWebSocketFrame ping ->
          ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()))
              .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      case CloseWebSocketFrame close ->
          ctx.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
      default -> log.debug("ignoring {} from the client", message.getClass().getSimpleName());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (stream != null) {
      EventSource stopped = stream;
      workers.execute(stopped::stop);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("connection {} fails: {}", ctx.channel(), cause.toString());
    ctx.close().addListener(ChannelFutureListener.CLOSE);
  }

  private void next(ChannelHandlerContext ctx) {
    FullHttpRequest request = busy ? null : waiting.poll();
    if (request == null) {
      return;
    }
    busy = true;
    workers.execute(
        () -> {
          ApiReply reply = answer(request);
          ctx.channel().eventLoop().execute(() -> write(ctx, request, reply));
        });
  }

  private ApiReply answer(FullHttpRequest request) {
    try {
      return routes.apply(translate(request));
    } catch (ApiFault fault) {
      return ApiReply.json(fault.code(), fault.status());
    } catch (RuntimeException e) {
      log.warn("{} {} fails", request.method(), request.uri(), e);
      return ApiReply.json(500, ApiFault.internal(e.toString()).status());
    }
  }

  private void write(ChannelHandlerContext ctx, FullHttpRequest request, ApiReply reply) {
    try {
      switch (reply) {
        case ApiReply.Whole whole -> writeWhole(ctx, request, whole);
        case ApiReply.Stream events -> writeStream(ctx, request, events);
      }
    } finally {
      request.release();
    }
  }

  private void writeWhole(
      ChannelHandlerContext ctx, FullHttpRequest request, ApiReply.Whole whole) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(whole.status()),
            Unpooled.wrappedBuffer(whole.body()));
    var headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, whole.contentType());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, whole.body().remaining());
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
    for (String warning : whole.warnings()) {
      headers.add("Warning", "299 - \"" + warning.replace("\"", "\\\"") + "\"");
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    var written = ctx.writeAndFlush(response);
    written.addListener(
        keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    busy = false;
    next(ctx);
  }

  private void writeStream(
      ChannelHandlerContext ctx, FullHttpRequest request, ApiReply.Stream events) {
    EventSource source = events.source();
    if (!ctx.channel().isActive()) {
      return;
    }
    stream = source;
    EventSink sink;
    if (request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
      var handshaker =
          new WebSocketServerHandshakerFactory(request.uri(), null, false, FRAME_BYTES_MAX)
              .newHandshaker(request);
      if (handshaker == null) {
        WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel())
            .addListener(ChannelFutureListener.CLOSE);
        return;
      }
      handshaker
          .handshake(ctx.channel(), request)
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      sink = new ChannelSinks.WebSocket(ctx.channel());
    } else {
      var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      head.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
      head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      // The connection ends with the stream: a client must not send its next request into that.
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      ctx.writeAndFlush(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      sink = new ChannelSinks.Chunked(ctx.channel());
    }
    // The store's lock is taken by the source: never on the event loop.
    workers.execute(() -> source.start(sink));
    schedule(ctx, source, sink, events.timeoutSeconds());
  }

  private void schedule(
      ChannelHandlerContext ctx, EventSource source, EventSink sink, long timeoutSeconds) {
    var loop = ctx.channel().eventLoop();
    var bookmarks =
        loop.scheduleAtFixedRate(
            () -> workers.execute(source::bookmark),
            bookmarkMillis,
            bookmarkMillis,
            TimeUnit.MILLISECONDS);
    var timeout =
        loop.schedule(
            () ->
                workers.execute(
                    () -> {
                      source.bookmark();
                      source.stop();
                      sink.end();
                    }),
            timeoutSeconds,
            TimeUnit.SECONDS);
    ctx.channel()
        .closeFuture()
        .addListener(
            closed -> {
              bookmarks.cancel(false);
              timeout.cancel(false);
            });
  }

  private static ApiRequest translate(FullHttpRequest request) {
    var uri = new QueryStringDecoder(request.uri());
    Map<String, String> query = new LinkedHashMap<>();
    uri.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
    var headers = request.headers();
    String contentType = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
    String body;
    if (contentType.startsWith(ProtobufBody.CONTENT_TYPE) && request.content().isReadable()) {
      body = ProtobufBody.decode(request.content().nioBuffer()).toString();
      contentType = "application/json";
    } else {
      body = request.content().toString(StandardCharsets.UTF_8);
    }
    return new ApiRequest(
        request.method().name(),
        Arrays.stream(uri.path().split("/")).filter(part -> !part.isEmpty()).toList(),
        query,
        headers.get(HttpHeaderNames.ACCEPT, ""),
        contentType,
        headers.get(HttpHeaderNames.USER_AGENT, ""),
        headers.get(HttpHeaderNames.AUTHORIZATION, ""),
        body);
  }
}
