package io.fairlead.speaker.actor;

import io.fairlead.placement.Claim;
import java.util.ArrayList;
import java.util.List;

/** Cuts long lists of claims, because a message that is too large is dropped without a word. */
final class Chunks {
  private Chunks() {}

  /** The claims in order, at least one list, which may be empty. */
  static List<List<Claim>> of(List<Claim> claims) {
    int size = PeerProtocol.CLAIMS_PER_MESSAGE_MAX;
    var chunks = new ArrayList<List<Claim>>();
    for (int from = 0; from < claims.size(); from += size) {
      chunks.add(List.copyOf(claims.subList(from, Math.min(claims.size(), from + size))));
    }
    return chunks.isEmpty() ? List.of(List.of()) : chunks;
  }
}
