package io.fairlead.deploy.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.membership.actor.ClusterSettings;
import io.fairlead.membership.actor.SpeakerRoles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the options of a program into the configuration of its actor system. */
public final class MemberConfig {
  /** Name of every actor system of the cluster; part of all addresses. */
  public static final String SYSTEM_NAME = "fairlead";

  /** Setting that says where the controller's journal is. */
  public static final String JOURNAL_FOLDER = "fairlead.journal.folder";

  private MemberConfig() {}

  /** Where a controller keeps its journal. */
  public static Path journalFolder(ClusterOptions options) {
    return options.data().resolve("journal");
  }

  /** Where a member remembers the others. */
  public static Path knownMembersFile(ClusterOptions options) {
    return options.data().resolve("members");
  }

  /**
   * @param more settings of the program, such as those of its journal
   */
  public static Config controller(ClusterOptions options, Config more) {
    return member(ClusterRole.CONTROLLER, options, more)
        .withValue(JOURNAL_FOLDER, ConfigValueFactory.fromAnyRef(journalFolder(options).toString()))
        .withValue(
            "pekko.management.http.routes.fairlead-explain",
            ConfigValueFactory.fromAnyRef("io.fairlead.deploy.query.ExplainRoutes"));
  }

  /** A speaker's roles also name its node. */
  public static Config speaker(ClusterOptions options, NodeName node) {
    var roles = List.of(SpeakerRoles.SPEAKER, SpeakerRoles.nodeRole(node));
    return member(ClusterRole.SPEAKER, options, ConfigFactory.empty())
        .withValue("pekko.cluster.roles", ConfigValueFactory.fromIterable(roles));
  }

  private static Config member(ClusterRole role, ClusterOptions options, Config more) {
    var values = new HashMap<String, Object>();
    values.put("fairlead.cluster.role", role.unit());
    values.put("fairlead.cluster.host", options.host());
    values.put("fairlead.cluster.bind-host", options.bindHost());
    values.put("fairlead.cluster.port", options.port());
    values.put("fairlead.cluster.controller-hosts", options.controllers());
    values.put("fairlead.cluster.known-members-file", knownMembersFile(options).toString());
    values.put("fairlead.cluster.tls.folder", options.certificates().toString());
    // The programs end their systems themselves, in an order that they choose. Without the first
    // line the transport's own hook would cut all connections the moment a signal arrives, before
    // a speaker could hand over and leave.
    values.put("pekko.jvm-shutdown-hooks", "off");
    values.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
    values.putAll(management(options));
    return ClusterSettings.systemConfig(ConfigFactory.parseMap(values).withFallback(more));
  }

  private static Map<String, Object> management(ClusterOptions options) {
    return Map.of(
        "pekko.management.http.hostname", "127.0.0.1",
        "pekko.management.http.port", options.managementPort(),
        "pekko.management.http.bind-hostname", "127.0.0.1");
  }
}
