package io.fairlead.report;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.Trouble;
import io.fairlead.table.TableRevision;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All that one speaker says.
 *
 * @param table the announcement table that it has
 * @param interfaces that it can announce on
 */
public record NodeReport(
    TableRevision table, SortedSet<String> interfaces, List<Observation> observations) {
  public NodeReport {
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
    observations = List.copyOf(observations);
  }

  static NodeReport of(
      TableRevision table, Collection<String> interfaces, Collection<Observation> observations) {
    return new NodeReport(table, new TreeSet<>(interfaces), List.copyOf(observations));
  }

  public List<AnnouncedAddress> announced() {
    return only(AnnouncedAddress.class);
  }

  public List<AdvertisedService> advertised() {
    return only(AdvertisedService.class);
  }

  public List<BgpSession> sessions() {
    return only(BgpSession.class);
  }

  public List<Trouble> troubles() {
    return only(Trouble.class);
  }

  private <T> List<T> only(Class<T> type) {
    return observations.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
