package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Penalty;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressTakenOver;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.PlacementEvent.GenerationStarted;
import io.fairlead.placement.PlacementEvent.NodePenalized;
import io.fairlead.placement.Succession;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;

/** Stores placement events as lines of text, so that a recovery in a test reads stored events. */
final class TextEventAdapter extends EventAdapter<Recorded<PlacementEvent>, String> {
  static PlacementStorage storage() {
    return new PlacementStorage(new TextEventAdapter(), Optional.empty());
  }

  @Override
  public String toJournal(Recorded<PlacementEvent> recorded) {
    return recorded.number() + ";" + recorded.at() + ";" + text(recorded.event());
  }

  private static String text(PlacementEvent event) {
    return switch (event) {
      case AddressPlaced(var address, var succession, var cause) -> {
        var nodes =
            succession.nodes().stream().map(NodeName::value).collect(Collectors.joining(","));
        yield "placed;" + address + ";" + cause + ";" + succession.epoch() + ";" + nodes;
      }
      case AddressUnplaced(var address, var lastEpoch) -> "unplaced;" + address + ";" + lastEpoch;
      case AddressTakenOver(var takeOver) ->
          String.join(
              ";",
              "taken-over",
              takeOver.address().toString(),
              takeOver.from().value(),
              takeOver.to().value(),
              Long.toString(takeOver.epoch()),
              takeOver.cause().name(),
              takeOver.suspectedAt().toString(),
              takeOver.decidedAt().toString(),
              takeOver.announcedAt().toString());
      case NodePenalized(var node, Penalty(var value, var suppressed, var at)) ->
          "penalized;" + node + ";" + value + ";" + suppressed + ";" + at;
      case GenerationStarted(var generation) -> "generation;" + generation;
    };
  }

  @Override
  public String manifest(Recorded<PlacementEvent> recorded) {
    return "";
  }

  @Override
  public EventSeq<Recorded<PlacementEvent>> fromJournal(String stored, String manifest) {
    var fields = stored.split(";", -1);
    return EventSeq.single(
        new Recorded<>(Long.parseLong(fields[0]), Instant.parse(fields[1]), event(fields)));
  }

  private static PlacementEvent event(String[] fields) {
    return switch (fields[2]) {
      case "placed" ->
          new AddressPlaced(
              IpAddress.parse(fields[3]),
              new Succession(
                  Long.parseLong(fields[5]),
                  Arrays.stream(fields[6].split(","))
                      .filter(name -> !name.isEmpty())
                      .map(NodeName::new)
                      .toList()),
              PlacementCause.valueOf(fields[4]));
      case "unplaced" -> new AddressUnplaced(IpAddress.parse(fields[3]), Long.parseLong(fields[4]));
      case "taken-over" ->
          new AddressTakenOver(
              new TakeOver(
                  IpAddress.parse(fields[3]),
                  new NodeName(fields[4]),
                  new NodeName(fields[5]),
                  Long.parseLong(fields[6]),
                  TakeOverCause.valueOf(fields[7]),
                  Instant.parse(fields[8]),
                  Instant.parse(fields[9]),
                  Instant.parse(fields[10])));
      case "penalized" ->
          new NodePenalized(
              new NodeName(fields[3]),
              new Penalty(
                  Integer.parseInt(fields[4]),
                  Boolean.parseBoolean(fields[5]),
                  Instant.parse(fields[6])));
      case "generation" -> new GenerationStarted(Long.parseLong(fields[3]));
      default -> throw new IllegalArgumentException("unknown event: " + fields[2]);
    };
  }
}
