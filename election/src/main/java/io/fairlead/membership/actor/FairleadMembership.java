package io.fairlead.membership.actor;

import io.fairlead.membership.KnownMembers;
import io.fairlead.membership.MemberAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Starts what makes an actor system a lasting member of the cluster. */
public final class FairleadMembership {
  private FairleadMembership() {}

  /**
   * Call once per actor system; its config comes from {@link ClusterSettings#systemConfig}.
   *
   * @return takes the speakers known from elsewhere as they change; may be ignored
   */
  public static ActorRef<ClusterJoinerActor.Command> start(ActorSystem<?> system) {
    StuckConnections.guard(Adapter.toClassic(system));
    var settings = ClusterSettings.from(system.settings().config());
    var reunion =
        system.systemActorOf(ReunionActor.create(settings), ReunionActor.NAME, Props.empty());
    system.log().debug("Reunion answers at {}", reunion.path());
    return system.systemActorOf(
        ClusterJoinerActor.create(settings), "fairlead-joiner", Props.empty());
  }

  /**
   * Tells a node that remembers nobody whom to ask before it founds a cluster. To be called before
   * its actor system is made; a node with a memory of its own keeps that.
   *
   * @param knownMembersFile the setting {@code fairlead.cluster.known-members-file}
   * @param speakers by the API server's nodes, some of which may run none; not asked for when the
   *     node remembers somebody
   */
  public static void remindOf(Path knownMembersFile, Supplier<List<MemberAddress>> speakers)
      throws IOException {
    var file = new KnownMembersFile(knownMembersFile);
    if (!file.read().addresses().isEmpty()) {
      return;
    }
    var reminded = speakers.get();
    if (!reminded.isEmpty()) {
      file.write(KnownMembers.NONE.seen(reminded, Instant.now()));
    }
  }
}
