package io.fairlead.ipam.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Sharing;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;

/** Names that the tests of the actors share. */
final class Fixture {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  static final ServiceKey WEB = new ServiceKey("shop", "web");
  static final ServiceKey API = new ServiceKey("shop", "api");

  private Fixture() {}

  static Config config() {
    return ConfigFactory.parseString(
            """
            pekko.loglevel = WARNING
            pekko.actor.allow-java-serialization = off
            pekko.actor.serialization-bindings {
              "io.fairlead.ipam.actor.TestStored" = jackson-cbor
              "io.fairlead.ipam.actor.TestSnapshot" = jackson-cbor
            }
            pekko.fail-mixed-versions = off
            """)
        .withFallback(EventSourcedBehaviorTestKit.config())
        .withFallback(PersistenceTestKitSnapshotPlugin.config());
  }

  static PoolConfig pool(String name, String... ranges) {
    return new PoolConfig(
        name,
        Arrays.stream(ranges).map(IpRange::parse).toList(),
        true,
        false,
        Optional.empty(),
        new TreeMap<>());
  }

  static AssignRequest anyIpv4(ServiceKey service) {
    return AssignRequest.plain(service, List.of(IpFamily.IPV4), List.of(), "digest-" + service);
  }

  static List<IpAddress> addresses(String... texts) {
    return Arrays.stream(texts).map(IpAddress::parse).toList();
  }

  static List<Grant> grants(GrantReason reason, String... texts) {
    return addresses(texts).stream().map(address -> new Grant(address, reason)).toList();
  }

  /** A plan for any IPv4 address of these pools. */
  static AssignmentPlan plan(ServiceKey service, String... pools) {
    return plan(service, "digest", List.of(), List.of(), pools);
  }

  static AssignmentPlan plan(
      ServiceKey service,
      String digest,
      List<IpAddress> desired,
      List<IpAddress> status,
      String... pools) {
    return new AssignmentPlan(
        service,
        List.of(IpFamily.IPV4),
        List.of(),
        desired,
        "",
        status,
        List.of(pools),
        List.of(),
        Optional.empty(),
        Sharing.NONE,
        new TreeMap<>(),
        digest);
  }
}
