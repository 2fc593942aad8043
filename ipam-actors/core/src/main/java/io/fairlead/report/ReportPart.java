package io.fairlead.report;

import io.fairlead.cluster.NodeName;
import io.fairlead.table.TableRevision;
import java.util.List;

/**
 * One message of a speaker's report. A report begins with everything and goes on with what changed;
 * either may take several parts, and counts from its last one. A part without a change says that
 * the speaker lives and that nothing changed.
 *
 * @param stream names the beginning that this goes on from
 * @param number from 0 in each stream; a missing one is a gap
 * @param isLast false while more parts of the same change follow
 * @param table the announcement table that the speaker has
 * @param interfaces that it can announce on now, by name
 * @param now what is new or different
 * @param gone keys of what holds no longer
 */
public record ReportPart(
    NodeName node,
    long stream,
    long number,
    boolean isLast,
    TableRevision table,
    List<String> interfaces,
    Observations now,
    List<String> gone) {
  public ReportPart {
    interfaces = List.copyOf(interfaces);
    gone = List.copyOf(gone);
  }
}
