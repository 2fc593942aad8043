package io.fairlead.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.ConfigHealth.Reason;
import io.fairlead.config.ConfigHealth.Result;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigHealthTest {
  private static final ConfigFault BAD =
      new ConfigFault("IPAddressPool a/b", "no", ConfigRule.RANGE);
  private static final ConfigFault LATER =
      new ConfigFault("BGPPeer a/c", "where is it", ConfigRule.SECRET_MISSING);
  private static final ConfigFault NOTICE =
      new ConfigFault("BGPPeer a/d", "idle", ConfigRule.NO_EFFECT);

  @Test
  void of_noFaults_isValid() {
    assertEquals(new ConfigHealth(Result.VALID, Reason.RECONCILED, ""), health());
    assertTrue(health().isLoaded() && !health().isStale() && health().isTrue());
  }

  @Test
  void of_aNotice_isValid() {
    assertEquals(health(), health(NOTICE));
  }

  @Test
  void of_somethingRefused_isInvalidAndStale() {
    var health = health(BAD, LATER, NOTICE);

    assertEquals(Result.INVALID, health.result());
    assertEquals(Reason.CONFIGURATION_ERROR, health.reason());
    assertEquals("IPAddressPool a/b: no\nBGPPeer a/c: where is it", health.summary());
    assertTrue(health.isStale() && !health.isTrue());
  }

  @Test
  void of_somethingThatMayStillCome_isValidAndNotStale() {
    var health = health(LATER);

    assertEquals(Result.VALID, health.result());
    assertEquals(Reason.INFRA_ERROR, health.reason());
    assertFalse(health.isStale() || health.isTrue());
  }

  @Test
  void unread_isNeitherLoadedNorStale() {
    assertFalse(ConfigHealth.UNREAD.isLoaded() || ConfigHealth.UNREAD.isStale());
  }

  @Test
  void summary_ofManyFaults_isBounded() {
    var many = Collections.nCopies(10_000, BAD).toArray(ConfigFault[]::new);

    assertTrue(health(many).summary().length() < 4_200);
    assertTrue(health(many).summary().endsWith("(10000 faults)"));
  }

  private static ConfigHealth health(ConfigFault... faults) {
    return ConfigHealth.of(new LbConfig(new TreeMap<>(), List.of(), List.of(faults)));
  }
}
