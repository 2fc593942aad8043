package io.fairlead.election.actor;

import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.table.TableRevision;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the publisher knows of the speaker of one node.
 *
 * @param speaker empty after it has been silent for too long
 * @param known the revision that it named when it subscribed
 * @param sent the last revision of this generation that was sent to it
 * @param acknowledged the last revision that it said it has stored
 * @param unanswered how often it was told the current revision since its last answer
 */
record TableSubscriber(
    Optional<ActorRef<ToSpeaker>> speaker,
    TableRevision known,
    TableRevision sent,
    TableRevision acknowledged,
    int unanswered) {

  static TableSubscriber first(ActorRef<ToSpeaker> speaker, TableRevision known) {
    return new TableSubscriber(
        Optional.of(speaker), known, TableRevision.NONE, TableRevision.NONE, 0);
  }

  /** It subscribed once more, perhaps after a restart. */
  TableSubscriber again(ActorRef<ToSpeaker> now, TableRevision knownNow) {
    return new TableSubscriber(Optional.of(now), knownNow, sent, acknowledged, 0);
  }

  TableSubscriber withSent(TableRevision revision) {
    return new TableSubscriber(speaker, known, revision, acknowledged, unanswered);
  }

  TableSubscriber withAcknowledged(TableRevision revision) {
    return new TableSubscriber(speaker, known, sent, revision, 0);
  }

  TableSubscriber asked() {
    return new TableSubscriber(speaker, known, sent, acknowledged, unanswered + 1);
  }

  TableSubscriber stopped() {
    return new TableSubscriber(Optional.empty(), known, sent, acknowledged, 0);
  }
}
