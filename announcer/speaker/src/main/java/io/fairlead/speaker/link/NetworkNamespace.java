package io.fairlead.speaker.link;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs code inside a network namespace, so that one process can stand for several nodes. */
public final class NetworkNamespace {
  private NetworkNamespace() {}

  /**
   * Runs the code on a new platform thread inside the namespace and waits for it. Sockets that it
   * opens and threads that it starts belong to the namespace; they may be used from any thread.
   *
   * @param namespaceFile as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
   * @throws LinkException when the namespace cannot be entered
   * @throws Exception what the code throws
   */
  public static <T> T call(Path namespaceFile, Callable<T> code) throws Exception {
    var task =
        new FutureTask<T>(
            () -> {
              enter(namespaceFile);
              return code.call();
            });
    Thread.ofPlatform().name("netns-" + namespaceFile.getFileName()).start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void enter(Path namespaceFile) throws LinkException {
    try (var arena = Arena.ofConfined()) {
      var path = arena.allocateFrom(namespaceFile.toString());
      int fd = Libc.check(Libc.open(path, Libc.O_RDONLY_CLOEXEC), "open " + namespaceFile);
      try {
        Libc.check(Libc.setns(fd, Libc.CLONE_NEWNET), "enter " + namespaceFile);
      } finally {
        Libc.close(fd);
      }
    }
  }
}
