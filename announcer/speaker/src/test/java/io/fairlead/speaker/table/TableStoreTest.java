package io.fairlead.speaker.table;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.table.TableEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableStoreTest {
  private static final StoredTable STORED =
      new StoredTable(
          table(3, 17, entry("192.168.120.200", 5, "a", "b"), entry("2001:db8::1", 1, "b")),
          ClaimBook.of(
              List.of(new Claim(IpAddress.parse("192.168.120.200"), new NodeName("b"), 6))));

  @TempDir Path folder;

  @Test
  void load_withoutAFileIsEmpty() {
    assertEquals(StoredTable.EMPTY, new TableStore(folder.resolve("none.json")).load());
  }

  @Test
  void save_isReadBackByAnotherStore() throws IOException {
    var file = folder.resolve("state").resolve("table.json");
    new TableStore(file).save(StoredTable.EMPTY);
    new TableStore(file).save(STORED);
    assertEquals(STORED, new TableStore(file).load());
    assertFalse(Files.exists(file.resolveSibling("table.json.new")));
  }

  @Test
  void save_keepsThatOnlyNodesOfTheSubnetMayAnnounce() throws IOException {
    var plain = entry("192.168.120.201", 5, "a");
    var bound =
        new TableEntry(
            plain.address(), plain.services(), plain.succession(), plain.interfaces(), true);
    var stored = new StoredTable(table(3, 18, bound), ClaimBook.EMPTY);
    var store = new TableStore(folder.resolve("table.json"));
    store.save(stored);
    assertEquals(stored, store.load());
  }

  @Test
  void load_ofADamagedFileMovesItAside() throws IOException {
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "{\"format\": 2}",
            "{\"format\":1,\"generation\":1,\"number\":1,\"entries\":[{}],\"claims\":[]}",
            "{\"format\":1,\"generation\":1,\"number\":1,\"entries\":[],\"claims\":"
                + "[{\"address\":\"x\",\"node\":\"a\",\"epoch\":1}]}")) {
      var file = folder.resolve("table.json");
      Files.writeString(file, text);
      assertEquals(StoredTable.EMPTY, new TableStore(file).load(), text);
      assertFalse(Files.exists(file), text);
      assertTrue(Files.exists(folder.resolve("table.json.damaged")), text);
    }
  }

  @Test
  void load_ofACutFileMovesItAside() throws IOException {
    var file = folder.resolve("table.json");
    var store = new TableStore(file);
    store.save(STORED);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(StoredTable.EMPTY, store.load());
    }
  }
}
