package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When to send which probe (RFC 5227 section 2.1.1, RFC 4862 section 5.4), and when an address
 * counts as free: so many probes, one after another, and as long again for an answer to the last.
 * The times of the RFCs, made for hosts on links of 1985, add up to several seconds; here they are
 * settings. Mutable, for one thread; the time is given.
 */
final class ProbeSchedule {
  private final int count;
  private final long intervalMillis;
  private final Map<IpAddress, Run> runs = new HashMap<>();

  private record Run(int sent, long nextMillis) {}

  /** What is due. */
  sealed interface Due {
    /** Ask again. */
    record Send(IpAddress address) implements Due {}

    /** Nobody answered. */
    record Free(IpAddress address) implements Due {}
  }

  ProbeSchedule(int count, long intervalMillis) {
    this.count = count;
    this.intervalMillis = intervalMillis;
  }

  /** Begins, or begins anew. */
  void start(IpAddress address, long nowMillis) {
    runs.put(address, new Run(0, nowMillis));
  }

  void cancel(IpAddress address) {
    runs.remove(address);
  }

  /** Takes out at most {@code limit} of what is due. */
  List<Due> due(long nowMillis, int limit) {
    if (runs.isEmpty()) {
      return List.of();
    }
    var due = new ArrayList<Due>();
    runs.entrySet()
        .removeIf(
            entry -> {
              var run = entry.getValue();
              if (run.nextMillis() > nowMillis || due.size() >= limit) {
                return false;
              }
              if (run.sent() >= count) {
                due.add(new Due.Free(entry.getKey()));
                return true;
              }
              due.add(new Due.Send(entry.getKey()));
              entry.setValue(new Run(run.sent() + 1, nowMillis + intervalMillis));
              return false;
            });
    return due;
  }

  /** When something is due next; empty when nothing runs. */
  OptionalLong nextMillis() {
    return runs.values().stream().mapToLong(Run::nextMillis).min();
  }
}
