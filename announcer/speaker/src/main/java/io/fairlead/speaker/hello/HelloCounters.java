package io.fairlead.speaker.hello;

import io.fairlead.wire.bfd.BfdDropReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the hello sessions have done since the start.
 *
 * @param drops packets that were discarded, by reason
 * @param pauses how often this process was found to have stood still
 */
public record HelloCounters(long sent, long received, Map<BfdDropReason, Long> drops, long pauses) {
  public HelloCounters {
    var copy = new EnumMap<BfdDropReason, Long>(BfdDropReason.class);
    copy.putAll(drops);
    drops = Collections.unmodifiableMap(copy);
  }
}
