package io.fairlead.membership.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The context for new connections, built anew when the files have changed; connections that stand
 * keep theirs. Files that cannot be read leave the last good context in use. Thread-safe.
 */
final class ReloadingContext {
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TlsFiles files;
  private final PeerRule rule;
  private final LongSupplier nanoTime;
  private final Consumer<String> fault;
  private @Nullable SSLContext context;
  private List<String> fingerprint = List.of();
  private long checkedNanos;

  ReloadingContext(TlsFiles files, PeerRule rule, LongSupplier nanoTime, Consumer<String> fault) {
    this.files = files;
    this.rule = rule;
    this.nanoTime = nanoTime;
    this.fault = fault;
  }

  /** Throws IllegalStateException as long as the files have never been good. */
  synchronized SSLContext current() {
    long now = nanoTime.getAsLong();
    var last = context;
    if (last != null && now - checkedNanos < CHECK_NANOS) {
      return last;
    }
    checkedNanos = now;
    try {
      var present = files.fingerprint();
      if (last == null || !present.equals(fingerprint)) {
        last = files.context(rule);
        context = last;
        fingerprint = present;
      }
      return last;
    } catch (IOException | GeneralSecurityException e) {
      if (last == null) {
        throw new IllegalStateException("TLS files cannot be used: " + e.getMessage(), e);
      }
      fault.accept("new TLS files cannot be used, the last good ones stay: " + e.getMessage());
      return last;
    }
  }
}
