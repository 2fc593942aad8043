package io.fairlead.k8s.lastgood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.BfdProfile;
import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.L2Advertisement;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.LabelSelector.Operator;
import io.fairlead.config.LabelSelector.Requirement;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PeerAsn;
import io.fairlead.config.PeerPassword;
import io.fairlead.config.PeerTarget;
import io.fairlead.config.PeerTimers;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.PreferredNodes;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastGoodFileTest {
  /** Written by the first version; it stays, and stays readable. */
  private static final Path SAMPLE =
      Path.of("src", "test", "resources", "stored", "last-good-configuration-1.json");

  private static final LabelSelector SELECTOR =
      new LabelSelector(
          new TreeMap<>(Map.of("rack", "a")),
          List.of(
              new Requirement("app", Operator.IN, List.of("web", "api")),
              new Requirement("gpu", Operator.NOT_IN, List.of("old")),
              new Requirement("disk", Operator.EXISTS, List.of()),
              new Requirement("spare", Operator.DOES_NOT_EXIST, List.of())));

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("data").resolve("last-good");
  }

  @Test
  void load_ofWhatWasSaved_givesTheSame() {
    new LastGoodFile(path()).save(full());

    assertEquals(full(), new LastGoodFile(path()).load());
  }

  @Test
  void load_ofNothing_isTheEmptyConfiguration() {
    assertEquals(LbConfig.EMPTY, new LastGoodFile(path()).load());
    assertFalse(Files.exists(path()));
  }

  @Test
  void load_ofTheStoredSample_givesWhatItMeant() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.copy(SAMPLE, path());

    assertEquals(full(), new LastGoodFile(path()).load());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"schema\": \"last-good-configuration:2\"}",
        "{\"schema\": \"last-good-configuration:1\"}",
        "{\"schema\": \"last-good-configuration:1\", \"pools\": [{\"name\": 7}]}"
      })
  void load_ofAnUnreadableFile_movesItAsideAndGoesOn(String text) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(path(), text);

    var file = new LastGoodFile(path());

    assertEquals(LbConfig.EMPTY, file.load());
    assertEquals(text, Files.readString(path().resolveSibling("last-good.damaged")));
    file.save(full());
    assertEquals(full(), new LastGoodFile(path()).load());
  }

  @Test
  void save_keepsNoFaultsAndLetsNobodyElseRead() throws IOException {
    var fault = new ConfigFault("here", "why", ConfigRule.RANGE);
    var faulty =
        new LbConfig(
            new TreeMap<>(),
            List.of(),
            List.of(),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(fault));

    new LastGoodFile(path()).save(faulty);

    assertEquals(List.of(), new LastGoodFile(path()).load().faults());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
  }

  @Test
  void save_ofTheSame_writesNothing() throws IOException {
    var file = new LastGoodFile(path());
    file.save(full());
    Files.delete(path());

    file.save(full());

    assertFalse(Files.exists(path()));
  }

  @Test
  void save_onADiskThatRefuses_goesOn() throws IOException {
    Files.writeString(folder.resolve("data"), "a file where the folder should be");

    new LastGoodFile(path()).save(full());

    assertTrue(Files.isRegularFile(folder.resolve("data")));
  }

  private static LbConfig full() {
    var allocation =
        new ServiceAllocation(
            7, new TreeSet<>(List.of("shop")), List.of(SELECTOR), List.of(SELECTOR));
    var gold =
        new PoolConfig(
            "gold",
            List.of(IpRange.parse("10.1.0.0/24"), IpRange.parse("fd00::1-fd00::9")),
            false,
            true,
            Optional.of(allocation),
            new TreeMap<>(Map.of("tier", "gold")),
            List.of(
                new Reservation(IpRange.parse("10.1.0.5/32"), Optional.of("shop/web")),
                new Reservation(IpRange.parse("10.1.0.9/32"), Optional.empty())),
            new ReuseRules(Duration.ofMinutes(5), Duration.ofMillis(1500)));
    var plain =
        new PoolConfig(
            "plain",
            List.of(IpRange.parse("10.2.0.0/24")),
            true,
            false,
            Optional.empty(),
            new TreeMap<>());
    var l2 =
        new L2Advertisement(
            "lan",
            new TreeSet<>(List.of("gold")),
            List.of(SELECTOR),
            List.of(SELECTOR),
            new TreeSet<>(List.of("eth0")),
            List.of(SELECTOR),
            List.of(new PreferredNodes(50, SELECTOR)));
    var bgp =
        new BgpAdvertisement(
            "wan",
            24,
            120,
            4_294_967_295L,
            new TreeSet<>(
                List.of(BgpCommunity.parse("1:2"), BgpCommunity.parse("large:4294967295:2:3"))),
            new TreeSet<>(List.of("plain")),
            List.of(SELECTOR),
            List.of(SELECTOR),
            List.of(),
            new TreeSet<>(List.of("tor")));
    var peers = new TreeMap<String, BgpPeer>();
    peers.put("tor", tor());
    peers.put("link", link());
    var nodePeers = new TreeMap<String, SortedMap<String, BgpPeer>>();
    nodePeers.put("node-a", new TreeMap<>(Map.of("link", link())));
    return new LbConfig(
        new TreeMap<>(Map.of("gold", gold, "plain", plain)),
        List.of(l2),
        List.of(bgp),
        peers,
        nodePeers,
        List.of());
  }

  private static BgpPeer tor() {
    return new BgpPeer(
        "tor",
        4_200_000_000L,
        new PeerAsn.Fixed(64_501),
        Optional.of(64_999L),
        new PeerTarget.Address(IpAddress.parse("10.0.0.1")),
        Optional.of(IpAddress.parse("10.0.0.9")),
        1790,
        new PeerTimers(
            Optional.of(Duration.ofSeconds(9)),
            Optional.of(Duration.ofSeconds(3)),
            Optional.of(Duration.ofSeconds(5))),
        Optional.of(IpAddress.parse("10.0.0.9")),
        List.of(SELECTOR),
        Optional.of(new PeerPassword("sesame")),
        Optional.of(new BfdProfile("fast", 50, 60, 3, 70, true, true, 250)),
        true,
        true,
        "red",
        true);
  }

  private static BgpPeer link() {
    return new BgpPeer(
        "link",
        1,
        new PeerAsn.External(),
        Optional.empty(),
        new PeerTarget.Interface("eth1"),
        Optional.empty(),
        179,
        PeerTimers.UNSET,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        "",
        false);
  }
}
