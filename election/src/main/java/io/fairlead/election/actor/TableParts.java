package io.fairlead.election.actor;

import io.fairlead.table.TableDelta;
import io.fairlead.table.TableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Cuts a table into messages that fit an Artery frame of 256 KiB. A message above that is dropped
 * without a word to the sender, so sizes are estimated upwards.
 */
final class TableParts {
  /** Small enough that a part does not delay heartbeats on the same connection. */
  static final int PART_BYTES_MAX = 64 * 1024;

  private static final int ENTRY_BYTES = 160;
  private static final int SERVICE_BYTES = 28;
  private static final int NODE_BYTES = 14;
  private static final int INTERFACE_BYTES = 4;
  private static final int ADDRESS_BYTES = 48;

  private TableParts() {}

  /** The entries in order, in at least one part. */
  static List<List<TableEntry>> cut(Collection<TableEntry> entries) {
    var parts = new ArrayList<List<TableEntry>>();
    var part = new ArrayList<TableEntry>();
    int partBytes = 0;
    for (var entry : entries) {
      int bytes = bytes(entry);
      boolean full =
          part.size() == TableProtocol.PART_ENTRIES_MAX || partBytes + bytes > PART_BYTES_MAX;
      if (full && !part.isEmpty()) {
        parts.add(List.copyOf(part));
        part.clear();
        partBytes = 0;
      }
      part.add(entry);
      partBytes += bytes;
    }
    parts.add(List.copyOf(part));
    return parts;
  }

  /** True when the delta can go as one message; otherwise the whole table goes in parts. */
  static boolean fits(TableDelta delta) {
    long bytes = (long) delta.removed().size() * ADDRESS_BYTES;
    for (var entry : delta.changed()) {
      bytes += bytes(entry);
    }
    return bytes <= PART_BYTES_MAX;
  }

  /** An upper estimate of the entry's size in CBOR; names are ASCII in Kubernetes. */
  static int bytes(TableEntry entry) {
    int bytes = ENTRY_BYTES;
    for (var service : entry.services()) {
      bytes += SERVICE_BYTES + service.namespace().length() + service.name().length();
    }
    for (var node : entry.succession().nodes()) {
      bytes += NODE_BYTES + node.value().length();
    }
    for (var name : entry.interfaces()) {
      bytes += INTERFACE_BYTES + name.length();
    }
    return bytes;
  }
}
