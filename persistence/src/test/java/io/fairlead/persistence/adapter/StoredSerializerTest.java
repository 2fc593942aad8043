package io.fairlead.persistence.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.persistence.schema.Stored;
import org.junit.jupiter.api.Test;

class StoredSerializerTest {
  private final StoredSerializer serializer = new StoredSerializer();

  @Test
  void theBytes_areTheJsonItself_andTheManifestNamesTypeAndVersion() {
    var stored = new Stored("pool.retired", 3, "{\"n\":1,\"x\":\"ü\"}");

    assertArrayEquals("{\"n\":1,\"x\":\"ü\"}".getBytes(UTF_8), serializer.toBinary(stored));
    assertEquals("pool.retired:3", serializer.manifest(stored));
    assertEquals(stored, serializer.fromBinary(serializer.toBinary(stored), "pool.retired:3"));
  }

  @Test
  void anEventWithoutAnAdapter_isRefusedWithItsRemedy() {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> serializer.manifest("an event"));

    assertTrue(String.valueOf(thrown.getMessage()).contains("java.lang.String"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("StoredAdapters"));
  }
}
