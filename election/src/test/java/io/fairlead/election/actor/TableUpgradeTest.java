package io.fairlead.election.actor;

import static io.fairlead.election.Samples.claim;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.fairlead.election.actor.TableProtocol.ToPublisher;
import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import io.fairlead.table.HelloKey;
import io.fairlead.table.TableDelta;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** While an upgrade rolls, controllers and speakers of two versions talk to each other. */
class TableUpgradeTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final TableRevision R1 = new TableRevision(3, 17);
  private static final TableRevision R2 = new TableRevision(3, 18);

  private final ActorRef<ToPublisher> publisher = KIT.createTestProbe(ToPublisher.class).getRef();
  private final ActorRef<ToSpeaker> speaker = KIT.createTestProbe(ToSpeaker.class).getRef();

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void anEntryOfAPublisherThatKnowsOfNoSubnets_isForNodesOfAnySubnet() throws IOException {
    var plain = TableEntries.entry("192.0.2.1", 4, "n2 n1");
    var bound =
        new TableEntry(
            plain.address(), plain.services(), plain.succession(), plain.interfaces(), true);

    var read =
        changed(
            new TableProtocol.SnapshotPart(R1, 0, 1, List.of(bound), publisher),
            tree ->
                assertEquals(
                    true,
                    ((ObjectNode) tree.path("entries").path(0)).remove("subnetOnly").asBoolean()));

    assertEquals(new TableProtocol.SnapshotPart(R1, 0, 1, List.of(plain), publisher), read);
  }

  @Test
  void whatALaterVersionAdds_isPassedOver() throws IOException {
    for (Object message : messages()) {
      assertEquals(message, changed(message, TableUpgradeTest::addEverywhere));
    }
  }

  private List<Object> messages() {
    var claims = List.of(claim("192.0.2.1", "n1", 5));
    var entries = List.of(TableEntries.entry("192.0.2.1", 4, "n2 n1"));
    var takeOver =
        new TakeOver(
            ip("192.0.2.1"),
            node("n2"),
            node("n1"),
            5,
            TakeOverCause.HELLO_SILENT,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH);
    var own =
        new NodeInterface(
            "eth0", MacAddress.parse("02:00:5e:00:53:0a"), List.of(IpPrefix.parse("192.0.2.0/24")));
    return List.of(
        new TableProtocol.Subscribe(node("n1"), R1, claims, speaker),
        new TableProtocol.Acknowledge(node("n1"), R1),
        new TableProtocol.ReportClaims(node("n1"), claims),
        new TableProtocol.ReportTakeOvers(node("n1"), List.of(takeOver)),
        new TableProtocol.ReportInterfaces(node("n1"), List.of(own)),
        new TableProtocol.SnapshotPart(R1, 0, 1, entries, publisher),
        new TableProtocol.Delta(
            new TableDelta(R1, R2, entries, List.of(ip("192.0.2.9"))), publisher),
        new TableProtocol.Current(R2, publisher),
        new TableProtocol.TellHelloKey(HelloKey.of(3, new byte[32])));
  }

  private static void addEverywhere(JsonNode tree) {
    tree.forEach(TableUpgradeTest::addEverywhere);
    if (tree instanceof ObjectNode object) {
      object.putObject("ofALaterVersion").put("anything", 1);
    }
  }

  /** The message as the other version reads it after its own was changed so. */
  private static Object changed(Object message, Consumer<JsonNode> change) throws IOException {
    var serialization = SerializationExtension.get(KIT.system());
    var serializer = serialization.findSerializerFor(message);
    var tree = CBOR.readTree(serialization.serialize(message).get());
    assertTrue(tree.isObject(), tree::toString);
    change.accept(tree);
    return serialization
        .deserialize(
            CBOR.writeValueAsBytes(tree),
            serializer.identifier(),
            Serializers.manifestFor(serializer, message))
        .get();
  }
}
