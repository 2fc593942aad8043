package io.fairlead.membership.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.fairlead.membership.DowningPolicy;
import io.fairlead.membership.DowningTimes;
import io.fairlead.membership.MemberAddress;
import io.fairlead.membership.MemberRole;
import io.fairlead.membership.SeedList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The typed form of {@code fairlead.cluster}.
 *
 * @param controllers in the order of their ordinals, all on this node's port
 */
public record ClusterSettings(
    MemberRole role,
    MemberAddress self,
    List<MemberAddress> controllers,
    Path knownMembersFile,
    Duration rejoinAfter,
    Duration reunionInterval,
    DowningTimes downingTimes) {
  private static final String ROOT = "fairlead.cluster";

  /** Throws ConfigException with a sentence for people if the values do not fit together. */
  public ClusterSettings {
    controllers = List.copyOf(controllers);
    if (controllers.size() != 1 && controllers.size() != 3) {
      throw new ConfigException.BadValue(
          ROOT + ".controller-hosts",
          "there must be one controller or three, but it names " + controllers.size());
    }
    if (new TreeSet<>(controllers).size() != controllers.size()) {
      throw new ConfigException.BadValue(
          ROOT + ".controller-hosts", "it names a host twice: " + controllers);
    }
    if ((role == MemberRole.CONTROLLER) != controllers.contains(self)) {
      throw new ConfigException.BadValue(
          ROOT + ".host",
          "a controller's host must be one of controller-hosts, a speaker's must not; this "
              + role.word()
              + " has "
              + self.host());
    }
  }

  /** Reads {@code fairlead.cluster} of a config that includes fairlead-cluster.conf. */
  public static ClusterSettings from(Config config) {
    var cluster = config.getConfig(ROOT);
    int port = cluster.getInt("port");
    var downing = cluster.getConfig("downing");
    return new ClusterSettings(
        role(cluster.getString("role")),
        new MemberAddress(cluster.getString("host"), port),
        cluster.getStringList("controller-hosts").stream()
            .map(host -> new MemberAddress(host, port))
            .toList(),
        Path.of(cluster.getString("known-members-file")),
        cluster.getDuration("rejoin-after"),
        cluster.getDuration("reunion-interval"),
        new DowningTimes(
            downing.getDuration("stable-after"), downing.getDuration("link-lost-after")));
  }

  /**
   * The configuration of an actor system of this node: the given values over fairlead-cluster.conf,
   * and Pekko's own settings derived from them.
   */
  public static Config systemConfig(Config overrides) {
    var config =
        overrides
            .withFallback(ConfigFactory.parseResources("fairlead-cluster.conf"))
            .withFallback(ConfigFactory.load())
            .resolve();
    var settings = from(config);
    var bindHost = config.getString(ROOT + ".bind-host");
    // With three controllers nothing is decided before two are members.
    int controllersMin = settings.controllers().size() / 2 + 1;
    if (settings.expectsAnswers()) {
      // Pekko uses this setting as the time after which the first seed founds a cluster.
      var patience = config.getValue(ROOT + ".founding-patience");
      config = config.withValue("pekko.cluster.seed-node-timeout", patience);
    }
    return config
        .withValue("pekko.cluster.roles", value(List.of(settings.role().word())))
        .withValue("pekko.cluster.role.controller.min-nr-of-members", value(controllersMin))
        .withValue("pekko.remote.artery.canonical.hostname", value(settings.self().host()))
        .withValue("pekko.remote.artery.canonical.port", value(settings.self().port()))
        .withValue("pekko.remote.artery.bind.hostname", value(bindHost));
  }

  /** This node may found, and there are others that may be members already. */
  private boolean expectsAnswers() {
    try {
      var known = new KnownMembersFile(knownMembersFile).read().addresses();
      var seeds = SeedList.of(self, controllers, known);
      return seeds.mayFound() && seeds.seeds().size() > 1;
    } catch (IOException e) {
      return self.equals(controllers.getFirst());
    }
  }

  public DowningPolicy downingPolicy() {
    var hosts = new TreeSet<String>();
    controllers.forEach(address -> hosts.add(address.host()));
    return new DowningPolicy(downingTimes, hosts);
  }

  private static MemberRole role(String word) {
    return Arrays.stream(MemberRole.values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException.BadValue(
                    ROOT + ".role", "must be controller or speaker, but is '" + word + "'"));
  }

  private static ConfigValue value(Object value) {
    return ConfigValueFactory.fromAnyRef(value);
  }
}
