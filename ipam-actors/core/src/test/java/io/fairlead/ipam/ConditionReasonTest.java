package io.fairlead.ipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reasons of the condition of a pending Service are fit for Kubernetes, and documented. */
class ConditionReasonTest {
  private static final Path PAGE =
      Path.of(System.getProperty("fairlead.root", "../.."), "docs", "status.md");

  @ParameterizedTest
  @EnumSource(RejectReason.class)
  void reason_isOneWordAndDocumented(RejectReason reason) throws IOException {
    String text = RejectText.conditionReason(reason);

    assertTrue(text.matches("[A-Z][A-Za-z]+"), text);
    assertEquals(
        reason.name().replace("_", "").toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    assertTrue(Files.readString(PAGE).contains("| `" + text + "` |"), text + " is not documented");
  }
}
