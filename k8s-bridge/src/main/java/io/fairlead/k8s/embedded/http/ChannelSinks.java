package io.fairlead.k8s.embedded.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/** The two ways to carry events. Every write is a task of the event loop, which keeps the order. */
final class ChannelSinks {
  private ChannelSinks() {}

  /** One JSON object per line in a chunked HTTP body; kubectl's way. */
  record Chunked(Channel channel) implements EventSink {
    @Override
    public void send(ObjectNode event) {
      byte[] bytes = Json.bytes(event);
      write(channel, new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, NEW_LINE)));
    }

    @Override
    public void end() {
      // A connection is not used again after a watch, so that no late event can spoil a reply.
      channel
          .eventLoop()
          .execute(
              () ->
                  channel
                      .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                      .addListener(ChannelFutureListener.CLOSE));
    }
  }

  /** One JSON object per text frame; the fabric8 client's first choice. */
  record WebSocket(Channel channel) implements EventSink {
    @Override
    public void send(ObjectNode event) {
      write(channel, new TextWebSocketFrame(Unpooled.wrappedBuffer(Json.bytes(event))));
    }

    @Override
    public void end() {
      var frame = new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE);
      channel
          .eventLoop()
          .execute(() -> channel.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE));
    }
  }

  private static final byte[] NEW_LINE = {'\n'};

  private static void write(Channel channel, Object message) {
    channel
        .eventLoop()
        .execute(
            () -> {
              channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
              if (!channel.isWritable()) {
                channel.close().addListener(ChannelFutureListener.CLOSE);
              }
            });
  }
}
