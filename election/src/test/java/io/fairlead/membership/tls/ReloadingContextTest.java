package io.fairlead.membership.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingContextTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private final TestCertificates authority = TestCertificates.authority("test CA");
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> faults = new ArrayList<>();

  @TempDir private Path folder;

  private ReloadingContext context() {
    var files =
        new TlsFiles(
            folder.resolve("tls.key"), folder.resolve("tls.crt"), folder.resolve("ca.crt"));
    return new ReloadingContext(files, new PeerRule(List.of("10.0.0.1")), nanos::get, faults::add);
  }

  private void certify() {
    authority.issue(folder, "speaker", "10.0.0.9", "node-9.example");
    TestCertificates.trust(folder, authority, TestCertificates.authority("second CA"));
  }

  @Test
  void current_isBuiltAnewAtMostOnceASecondAndOnlyWhenFilesChange() {
    certify();
    var reloading = context();
    var first = reloading.current();
    nanos.set(SECOND);
    assertSame(first, reloading.current());
    certify();
    nanos.set(2 * SECOND - 1);
    assertSame(first, reloading.current());
    nanos.set(2 * SECOND);
    assertNotSame(first, reloading.current());
    assertEquals(List.of(), faults);
  }

  @Test
  void current_keepsTheLastGoodFilesWhenNewOnesAreBroken() throws IOException {
    certify();
    var reloading = context();
    var first = reloading.current();
    var goodKey = Files.readString(folder.resolve("tls.key"));

    authority.issue(folder, "speaker", "10.0.0.9");
    Files.writeString(folder.resolve("tls.key"), goodKey + "\n");
    nanos.set(SECOND);

    assertSame(first, reloading.current());
    assertTrue(faults.getFirst().contains("does not belong to the certificate"), faults::toString);
  }

  @Test
  void current_saysWhatIsWrongWithTheFirstFiles() throws IOException {
    certify();
    Files.writeString(folder.resolve("tls.key"), "-----BEGIN EC PRIVATE KEY-----");

    var error = assertThrows(IllegalStateException.class, () -> context().current());

    assertTrue(String.valueOf(error.getMessage()).contains("PKCS #8"), error::getMessage);
  }

  @Test
  void refusalLog_letsEachRefusalThroughOnceAMinute() {
    var log = new RefusalLog();
    assertTrue(log.isDue("a", 0));
    assertTrue(log.isDue("b", 0));
    assertEquals(false, log.isDue("a", 60 * SECOND - 1));
    assertTrue(log.isDue("a", 60 * SECOND));
  }
}
