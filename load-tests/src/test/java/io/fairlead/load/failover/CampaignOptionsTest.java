package io.fairlead.load.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CampaignOptionsTest {
  private static final Path OUT = Path.of("figures");

  @Test
  void parse_ofNothingMeasuresAllKinds() {
    assertEquals(
        new CampaignOptions(
            20, "figures", 3, OUT, EnumSet.allOf(Kind.class), AddressFamily.IPV4, 10, false),
        CampaignOptions.parse(List.of(), OUT));
  }

  @Test
  void parse_takesEveryOption() {
    var words =
        "--trials 3 --name x --nodes 5 --out y --only kill,apply --family 6 --soak-minutes 2 --keep"
            .split(" ");

    assertEquals(
        new CampaignOptions(
            3, "x", 5, Path.of("y"), Set.of(Kind.KILL, Kind.APPLY), AddressFamily.IPV6, 2, true),
        CampaignOptions.parse(List.of(words), OUT));
  }

  @Test
  void parse_ofSummaryMeasuresNothing() {
    assertEquals(Set.of(), CampaignOptions.parse(List.of("--summary"), OUT).kinds());
  }

  @Test
  void parse_saysWhatIsWrong() {
    assertEquals("--trials must be 1 to 200, not '0'", fault("--trials", "0"));
    assertEquals("--trials must be 1 to 200, not 'many'", fault("--trials", "many"));
    assertEquals("--soak-minutes must be 1 to 60, not '61'", fault("--soak-minutes", "61"));
    assertEquals("--name needs a value", fault("--name"));
    assertEquals("there is no option '--fast'", fault("--fast"));
    assertEquals("--family must be 4 or 6, not 'IPv6'", fault("--family", "IPv6"));
    assertTrue(fault("--only", "kill,crash").contains("no kind 'crash'"));
  }

  private static String fault(String... words) {
    return assertThrows(CampaignException.class, () -> CampaignOptions.parse(List.of(words), OUT))
        .explanation();
  }
}
