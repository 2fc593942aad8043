package io.fairlead.persistence.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.persistence.schema.Stored;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Bytes of a {@link Stored} event. Pekko makes one by reflection, see {@code reference.conf}. */
public final class StoredSerializer extends SerializerWithStringManifest {
  /** Written into every row of the journal; it never changes. */
  public static final int IDENTIFIER = 760_001;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object event) {
    return stored(event).manifest();
  }

  @Override
  public byte[] toBinary(Object event) {
    return stored(event).json().getBytes(UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return Stored.ofManifest(manifest, new String(bytes, UTF_8));
  }

  private static Stored stored(Object event) {
    if (event instanceof Stored stored) {
      return stored;
    }
    throw new IllegalArgumentException(
        "only stored events are journaled, not "
            + event.getClass().getName()
            + "; give the entity an event adapter of StoredAdapters");
  }
}
