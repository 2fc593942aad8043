package io.fairlead.k8s;

import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A bridge in a process of its own, to be frozen: every line that it reads is an address to write.
 */
final class FencedBridgeMain {
  private FencedBridgeMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var synced = new CountDownLatch(1);
    try (var bridge =
        KubernetesBridge.start(
            Optional.of(Path.of(arguments[0])),
            WatchSettings.DEFAULT,
            LastGoodStore.NONE,
            Clock.systemUTC(),
            _ -> synced.countDown())) {
      bridge.whenPaused(() -> System.out.println("paused"));
      synced.await();
      System.out.println("ready");
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (var line = input.readLine(); line != null; line = input.readLine()) {
        bridge
            .serviceStatus()
            .write(
                EmbeddedBridge.WEB,
                List.of(IpAddress.parse(line)),
                Optional.empty(),
                Optional.empty());
      }
    }
  }
}
