package io.fairlead.report;

import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.Trouble;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Observations sorted by what they are, as they cross the network. */
public record Observations(
    List<AnnouncedAddress> announced,
    List<AdvertisedService> advertised,
    List<BgpSession> sessions,
    List<Trouble> troubles) {
  public Observations {
    announced = List.copyOf(announced);
    advertised = List.copyOf(advertised);
    sessions = List.copyOf(sessions);
    troubles = List.copyOf(troubles);
  }

  public static Observations of(Collection<Observation> all) {
    var announced = new ArrayList<AnnouncedAddress>();
    var advertised = new ArrayList<AdvertisedService>();
    var sessions = new ArrayList<BgpSession>();
    var troubles = new ArrayList<Trouble>();
    for (var each : all) {
      switch (each) {
        case AnnouncedAddress address -> announced.add(address);
        case AdvertisedService service -> advertised.add(service);
        case BgpSession session -> sessions.add(session);
        case Trouble trouble -> troubles.add(trouble);
      }
    }
    return new Observations(announced, advertised, sessions, troubles);
  }

  /** All of them. */
  public List<Observation> all() {
    var all = new ArrayList<Observation>(announced);
    all.addAll(advertised);
    all.addAll(sessions);
    all.addAll(troubles);
    return all;
  }
}
