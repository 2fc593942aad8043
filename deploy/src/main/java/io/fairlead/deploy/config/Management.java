package io.fairlead.deploy.config;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pekko Management: the cluster's status over HTTP, read-only, on the loopback address. */
public final class Management {
  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private Management() {}

  /** Starts it unless the port is 0. A port that is taken is a warning: the program goes on. */
  public static void start(ActorSystem<?> system, ClusterOptions options) {
    if (options.managementPort() == 0) {
      return;
    }
    var _ =
        PekkoManagement.get(system)
            .start()
            .whenComplete(
                (uri, failure) -> {
                  if (failure == null) {
                    LOG.info("cluster status at {}cluster/members", uri + "/");
                  } else {
                    LOG.warn(
                        "no cluster status: port {} of the loopback address cannot be used ({})",
                        options.managementPort(),
                        failure.toString());
                  }
                });
  }
}
