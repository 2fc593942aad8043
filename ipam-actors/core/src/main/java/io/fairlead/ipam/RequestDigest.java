package io.fairlead.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Identifies a request. It is stored, so its text form must never change; a new form needs a new
 * first line.
 */
final class RequestDigest {
  static final int LENGTH_CHARS = 32;
  private static final String FORM = "request-1";

  /** With the terms of sharing; a request without any keeps the first form. */
  private static final String SHARED_FORM = "request-2";

  private RequestDigest() {}

  static String of(
      ServiceKey service,
      List<IpFamily> families,
      List<IpFamily> fallbacks,
      List<IpAddress> desired,
      String requestedPool,
      Sharing sharing) {
    var text =
        String.join(
            "\n",
            sharing.isAllowed() ? SHARED_FORM : FORM,
            service.toString(),
            families.toString(),
            fallbacks.toString(),
            desired.stream().sorted().toList().toString(),
            requestedPool);
    if (sharing.isAllowed()) {
      text = String.join("\n", text, sharing.key(), sharing.backend(), sharing.ports().toString());
    }
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, LENGTH_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
