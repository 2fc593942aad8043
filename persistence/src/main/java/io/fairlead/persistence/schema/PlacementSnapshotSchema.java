package io.fairlead.persistence.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
          "placement.snapshot",
          List.of(PlacementSnapshotSchema::addHomesAndPenalties),
          PlacementSnapshotSchema::read,
          PlacementSnapshotSchema::write);

  private PlacementSnapshotSchema() {}

  private static void write(PlacementMemory memory, FieldWriter fields) {
    fields
        .number("generation", memory.generation())
        .objects("successions", entries(memory.successions()), PlacementSnapshotSchema::writeOne)
        .objects("former", entries(memory.former()), PlacementSnapshotSchema::writeOne)
        .objects(
            "homes",
            entries(memory.homes()),
            (home, each) -> each.text("address", home.getKey()).text("node", home.getValue()))
        .objects(
            "penalties",
            entries(memory.penalties()),
            (entry, each) ->
                PlacementSchema.writePenalty(entry.getValue(), each.text("node", entry.getKey())));
  }

  private static <K, V> List<Map.Entry<K, V>> entries(SortedMap<K, V> map) {
    return new ArrayList<>(map.entrySet());
  }

  /** Version 1 knew no homes: every owner is taken for chosen. It knew no penalties either. */
  private static ObjectNode addHomesAndPenalties(ObjectNode json) {
    var homes = json.putArray("homes");
    for (var succession : json.path("successions")) {
      if (!succession.path("nodes").isEmpty()) {
        homes
            .addObject()
            .put("address", succession.path("address").textValue())
            .put("node", succession.path("nodes").path(0).textValue());
      }
    }
    json.putArray("penalties");
    return json;
  }

  private static PlacementMemory read(FieldReader fields) {
    return new PlacementMemory(
        fields.number("generation"),
        sorted(fields.objects("successions", PlacementSnapshotSchema::readOne)),
        sorted(fields.objects("former", PlacementSnapshotSchema::readOne)),
        sorted(
            fields.objects(
                "homes",
                each ->
                    Map.entry(
                        each.parsed("address", IpAddress::parse),
                        each.parsed("node", NodeName::new)))),
        sorted(
            fields.objects(
                "penalties",
                each ->
                    Map.entry(
                        each.parsed("node", NodeName::new), PlacementSchema.readPenalty(each)))));
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> sorted(
      List<Map.Entry<K, V>> entries) {
    var sorted = new TreeMap<K, V>();
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
