package io.fairlead.speaker.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.Succession;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The table as JSON, mapped by hand so that a renamed field in the code changes no file.
 *
 * <pre>
 * {"format": 1, "generation": 3, "number": 17,
 *  "entries": [{"address": "192.0.2.1", "services": ["default/web"], "epoch": 5,
 *               "nodes": ["node-1"], "interfaces": [], "subnetOnly": true}],
 *  "claims": [{"address": "192.0.2.1", "node": "node-2", "epoch": 6}]}
 * </pre>
 *
 * Of the subnet only a true word is written: older speakers wrote, and read, none.
 */
final class StoredTableJson {
  static final int FORMAT = 1;

  private StoredTableJson() {}

  static ObjectNode write(StoredTable stored) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("generation", stored.table().revision().generation());
    root.put("number", stored.table().revision().number());
    var entries = root.putArray("entries");
    stored.table().entries().values().forEach(entry -> write(entry, entries.addObject()));
    var claims = root.putArray("claims");
    stored.claims().all().forEach(claim -> write(claim, claims.addObject()));
    return root;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the text has another format or shape; the text says which
   */
  static StoredTable read(JsonNode root) {
    long format = number(root, "format");
    if (format != FORMAT) {
      throw new IllegalArgumentException("format " + format + " is not known, only " + FORMAT);
    }
    var revision = new TableRevision(number(root, "generation"), number(root, "number"));
    var entries = new ArrayList<TableEntry>();
    array(root, "entries").forEach(node -> entries.add(entry(node)));
    var claims = new ArrayList<Claim>();
    array(root, "claims").forEach(node -> claims.add(claim(node)));
    return new StoredTable(AnnouncementTable.of(revision, entries), ClaimBook.of(claims));
  }

  private static void write(TableEntry entry, ObjectNode node) {
    node.put("address", entry.address().toString());
    write(node.putArray("services"), entry.services().stream().map(ServiceKey::toString));
    node.put("epoch", entry.succession().epoch());
    write(node.putArray("nodes"), entry.succession().nodes().stream().map(NodeName::value));
    write(node.putArray("interfaces"), entry.interfaces().stream());
    if (entry.subnetOnly()) {
      node.put("subnetOnly", true);
    }
  }

  private static void write(Claim claim, ObjectNode node) {
    node.put("address", claim.address().toString());
    node.put("node", claim.node().value());
    node.put("epoch", claim.epoch());
  }

  private static void write(ArrayNode node, Stream<String> texts) {
    texts.forEach(node::add);
  }

  private static TableEntry entry(JsonNode node) {
    var services = texts(node, "services").stream().map(ServiceKey::parse).toList();
    var nodes = texts(node, "nodes").stream().map(NodeName::new).toList();
    return new TableEntry(
        IpAddress.parse(text(node.get("address"), "address")),
        new TreeSet<>(services),
        new Succession(number(node, "epoch"), nodes),
        new TreeSet<>(texts(node, "interfaces")),
        node.path("subnetOnly").asBoolean(false));
  }

  private static Claim claim(JsonNode node) {
    return new Claim(
        IpAddress.parse(text(node.get("address"), "address")),
        new NodeName(text(node.get("node"), "node")),
        number(node, "epoch"));
  }

  private static List<String> texts(JsonNode node, String field) {
    var found = new ArrayList<String>();
    array(node, field).forEach(item -> found.add(text(item, field)));
    return found;
  }

  private static long number(JsonNode node, String field) {
    var value = node.get(field);
    if (value == null || !value.isIntegralNumber()) {
      throw new IllegalArgumentException("\"" + field + "\" is no whole number");
    }
    return value.longValue();
  }

  private static JsonNode array(JsonNode node, String field) {
    var value = node.get(field);
    if (value == null || !value.isArray()) {
      throw new IllegalArgumentException("\"" + field + "\" is no list");
    }
    return value;
  }

  @SuppressWarnings("NullAway") // Jackson gives null for a field that is not there.
  private static String text(JsonNode value, String field) {
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("\"" + field + "\" is no text");
    }
    return value.textValue();
  }
}
