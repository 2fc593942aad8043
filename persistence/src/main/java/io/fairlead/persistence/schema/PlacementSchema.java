package io.fairlead.persistence.schema;

import io.fairlead.cluster.NodeName;
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
import java.util.List;

/** Stored form of {@link PlacementEvent}. The nodes of a succession are in its order. */
final class PlacementSchema {
  private static final StoredType<PlacementEvent> PLACED =
      StoredType.first(
          "placement.address-placed",
          fields ->
              new AddressPlaced(
                  fields.parsed("address", IpAddress::parse),
                  new Succession(fields.number("epoch"), fields.parsedList("nodes", NodeName::new)),
                  fields.parsed("cause", PlacementCause::valueOf)));
  private static final StoredType<PlacementEvent> UNPLACED =
      StoredType.first(
          "placement.address-unplaced",
          fields ->
              new AddressUnplaced(
                  fields.parsed("address", IpAddress::parse), fields.number("lastEpoch")));
  private static final StoredType<PlacementEvent> GENERATION =
      StoredType.first(
          "placement.generation-started",
          fields -> new GenerationStarted(fields.number("generation")));

  private static final StoredType<PlacementEvent> TAKEN_OVER =
      StoredType.first(
          "placement.address-taken-over",
          fields ->
              new AddressTakenOver(
                  new TakeOver(
                      fields.parsed("address", IpAddress::parse),
                      fields.parsed("from", NodeName::new),
                      fields.parsed("to", NodeName::new),
                      fields.number("epoch"),
                      fields.parsed("cause", TakeOverCause::valueOf),
                      fields.parsed("suspectedAt", Instant::parse),
                      fields.parsed("decidedAt", Instant::parse),
                      fields.parsed("announcedAt", Instant::parse))));

  private static final StoredType<PlacementEvent> PENALIZED =
      StoredType.first(
          "placement.node-penalized",
          fields -> new NodePenalized(fields.parsed("node", NodeName::new), readPenalty(fields)));

  static final EventSchema<PlacementEvent> SCHEMA =
      new EventSchema<>(
          PlacementSchema::encode, List.of(PLACED, UNPLACED, GENERATION, TAKEN_OVER, PENALIZED));

  private PlacementSchema() {}

  static Penalty readPenalty(FieldReader fields) {
    return new Penalty(
        Math.toIntExact(fields.number("penalty")),
        fields.flag("suppressed"),
        fields.parsed("since", Instant::parse));
  }

  static void writePenalty(Penalty penalty, FieldWriter fields) {
    fields
        .number("penalty", penalty.value())
        .flag("suppressed", penalty.suppressed())
        .text("since", penalty.at());
  }

  private static StoredType.Encoded<PlacementEvent> encode(PlacementEvent event) {
    return switch (event) {
      case AddressPlaced(var address, Succession(var epoch, var nodes), var cause) ->
          PLACED.with(
              fields ->
                  fields
                      .text("address", address)
                      .number("epoch", epoch)
                      .texts("nodes", nodes)
                      .name("cause", cause));
      case AddressUnplaced(var address, var lastEpoch) ->
          UNPLACED.with(fields -> fields.text("address", address).number("lastEpoch", lastEpoch));
      case AddressTakenOver(var takeOver) ->
          TAKEN_OVER.with(
              fields ->
                  fields
                      .text("address", takeOver.address())
                      .text("from", takeOver.from())
                      .text("to", takeOver.to())
                      .number("epoch", takeOver.epoch())
                      .name("cause", takeOver.cause())
                      .text("suspectedAt", takeOver.suspectedAt())
                      .text("decidedAt", takeOver.decidedAt())
                      .text("announcedAt", takeOver.announcedAt()));
      case NodePenalized(var node, var penalty) ->
          PENALIZED.with(fields -> writePenalty(penalty, fields.text("node", node)));
      case GenerationStarted(var generation) ->
          GENERATION.with(fields -> fields.number("generation", generation));
    };
  }
}
