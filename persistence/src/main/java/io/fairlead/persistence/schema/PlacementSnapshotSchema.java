package io.fairlead.persistence.schema;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.PlacementMemory;
import io.fairlead.placement.Succession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stored form of a whole {@link PlacementMemory}. */
final class PlacementSnapshotSchema {
  static final SnapshotSchema<PlacementMemory> SCHEMA =
      new SnapshotSchema<>(
          "placement.snapshot", PlacementSnapshotSchema::read, PlacementSnapshotSchema::write);

  private PlacementSnapshotSchema() {}

  private static void write(PlacementMemory memory, FieldWriter fields) {
    fields
        .number("generation", memory.generation())
        .objects("successions", entries(memory.successions()), PlacementSnapshotSchema::writeOne)
        .objects("former", entries(memory.former()), PlacementSnapshotSchema::writeOne);
  }

  private static List<Map.Entry<IpAddress, Succession>> entries(
      SortedMap<IpAddress, Succession> successions) {
    return new ArrayList<>(successions.entrySet());
  }

  private static PlacementMemory read(FieldReader fields) {
    return new PlacementMemory(
        fields.number("generation"),
        sorted(fields.objects("successions", PlacementSnapshotSchema::readOne)),
        sorted(fields.objects("former", PlacementSnapshotSchema::readOne)));
  }

  private static SortedMap<IpAddress, Succession> sorted(
      List<Map.Entry<IpAddress, Succession>> entries) {
    var sorted = new TreeMap<IpAddress, Succession>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static void writeOne(Map.Entry<IpAddress, Succession> entry, FieldWriter fields) {
    fields
        .text("address", entry.getKey())
        .number("epoch", entry.getValue().epoch())
        .texts("nodes", entry.getValue().nodes());
  }

  private static Map.Entry<IpAddress, Succession> readOne(FieldReader fields) {
    return Map.entry(
        fields.parsed("address", IpAddress::parse),
        new Succession(fields.number("epoch"), fields.parsedList("nodes", NodeName::new)));
  }
}
