package io.fairlead.speaker;

import io.fairlead.speaker.plan.TakeOverHold;
import java.util.Optional;

/** What a speaker needs to hear from the others before it takes anything over. */
public enum PeerQuestion {
  /** All claims that they know. */
  CLAIMS,
  /** Any answer at all, as proof that this node is not cut off. */
  REACH;

  /** What would end this doubt; nothing that others could say, if empty. */
  static Optional<PeerQuestion> about(TakeOverHold reason) {
    return switch (reason) {
      case SETTLING -> Optional.of(CLAIMS);
      case UNCONFIRMED -> Optional.of(REACH);
      case NO_LINK, ISOLATED -> Optional.empty();
    };
  }
}
