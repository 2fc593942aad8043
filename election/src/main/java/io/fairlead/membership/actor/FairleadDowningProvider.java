package io.fairlead.membership.actor;

import java.time.Duration;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.DowningProvider;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * Puts {@link io.fairlead.membership.DowningPolicy} in the place of Pekko's Split Brain Resolver,
 * which would take every speaker down with the last controller. Named in {@code
 * pekko.cluster.downing-provider-class}, on all nodes the same, or Pekko refuses the joiner.
 */
public final class FairleadDowningProvider extends DowningProvider {
  private final ActorSystem system;

  public FairleadDowningProvider(ActorSystem system) {
    this.system = system;
  }

  @Override
  public FiniteDuration downRemovalMargin() {
    var setting = "pekko.cluster.down-removal-margin";
    var config = system.settings().config();
    return DurationConverters.toScala(
        config.getString(setting).equals("off") ? Duration.ZERO : config.getDuration(setting));
  }

  @Override
  public Option<Props> downingActorProps() {
    var settings = ClusterSettings.from(system.settings().config());
    return Option.apply(DowningActor.create(settings.downingPolicy()));
  }
}
