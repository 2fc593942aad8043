package io.fairlead.membership.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerRuleTest {
  private static final PeerRule RULE =
      new PeerRule(List.of("fl-0.ctl.ns", "fl-1.ctl.ns", "fd00::1", "10.0.0.1"));

  @ParameterizedTest
  @CsvSource({
    "fl-0.ctl.ns, controller, true",
    "FL-0.ctl.ns, controller, true",
    "fd00:0:0:0:0:0:0:1, controller, true",
    "10.0.0.9, speaker, true",
    "10.0.0.9, controller, false",
    "10.0.0.1, speaker, false",
    "fl-0.ctl.ns, intruder, false",
    "10.0.0.9, '', false",
    "10.0.0.9, speaker controller, false",
  })
  void dialledHost_mustHaveTheRoleOfItsCertificate(String host, String units, boolean welcome) {
    assertEquals(welcome, RULE.refusalOfDialled(words(units), host).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "fl-1.ctl.ns, controller, true",
    "*.ctl.ns, controller, true",
    "*.ns, controller, false",
    "fd00::1, controller, true",
    "10.0.0.9, controller, false",
    "10.0.0.9, speaker, true",
    "10.0.0.9 10.0.0.1, speaker, false",
    "*.ctl.ns, speaker, false",
    "10.0.0.9, intruder, false",
    "'', controller, false",
  })
  void caller_mustNameAHostOfItsRole(String names, String units, boolean welcome) {
    assertEquals(welcome, RULE.refusalOfCaller(words(units), words(names)).isEmpty());
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.split(" "));
  }
}
