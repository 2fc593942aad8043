package io.fairlead.membership.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigException;
import io.fairlead.membership.DowningTimes;
import io.fairlead.membership.KnownMembers;
import io.fairlead.membership.MemberAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {
  @TempDir private Path root;

  @Test
  void systemConfig_derivesPekkosSettings() {
    var config = TestNode.config(root, "controller", "c1", 7355, List.of("c0", "c1", "c2"));

    assertEquals(List.of("controller"), config.getStringList("pekko.cluster.roles"));
    assertEquals("c1", config.getString("pekko.remote.artery.canonical.hostname"));
    assertEquals(2, config.getInt("pekko.cluster.role.controller.min-nr-of-members"));
    assertEquals("cluster", config.getString("pekko.actor.provider"));
    assertEquals("tls-tcp", config.getString("pekko.remote.artery.transport"));
    assertEquals(DowningTimes.DEFAULT, ClusterSettings.from(config).downingTimes());
  }

  @Test
  void systemConfig_makesTheFounderPatientWhenItKnowsOthers() throws IOException {
    assertEquals(Duration.ofSeconds(2), seedNodeTimeout());
    new KnownMembersFile(root.resolve("c0/members"))
        .write(KnownMembers.NONE.seen(List.of(new MemberAddress("s1", 7355)), Instant.EPOCH));
    assertEquals(Duration.ofSeconds(6), seedNodeTimeout());
  }

  private Duration seedNodeTimeout() {
    return TestNode.config(root, "controller", "c0", 7355, List.of("c0"))
        .getDuration("pekko.cluster.seed-node-timeout");
  }

  @Test
  void from_refusesWhatDoesNotFitTogether() {
    refused("two", "controller", "c0", List.of("c0", "c1"));
    refused("speaker on a controller host", "speaker", "c0", List.of("c0"));
    refused("controller elsewhere", "controller", "c9", List.of("c0"));
    refused("host twice", "controller", "c0", List.of("c0", "c0", "c1"));
    refused("no role", "", "c0", List.of("c0"));
  }

  private void refused(String what, String role, String host, List<String> controllers) {
    var error =
        assertThrows(
            ConfigException.class,
            () -> TestNode.config(root, role, host, 7355, controllers),
            what);
    assertTrue(String.valueOf(error.getMessage()).contains("fairlead.cluster"), error::getMessage);
  }
}
