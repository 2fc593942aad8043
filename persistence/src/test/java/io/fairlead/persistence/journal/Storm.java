package io.fairlead.persistence.journal;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AddressPoolEvent.AddressesAssigned;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Sharing;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import io.fairlead.persistence.log.LogRecord;
import io.fairlead.persistence.schema.StoredSchemas;
import java.time.Instant;
import java.util.List;

/** What the storm of events consists of: every event says by itself where it belongs. */
final class Storm {
  static final int ENTITIES = 20;
  private static final int BATCH = 5;

  private Storm() {}

  static String entity(int index) {
    return "Storm|pool-" + index;
  }

  /** Every second entity writes single events, the others batches. */
  static int batch(int index) {
    return index % 2 == 0 ? 1 : BATCH;
  }

  static AddressPoolEvent event(String entity, long number) {
    return new AddressesAssigned(
        new ServiceKey("storm", "service-" + number),
        List.of(new Grant(IpAddress.ofIpv4((int) number), GrantReason.FIRST_FREE)),
        entity + "#" + number,
        Sharing.NONE,
        Instant.EPOCH.plusSeconds(number));
  }

  /** True for a record that is exactly what the storm wrote under its number. */
  static boolean isGenuine(LogRecord logged) {
    Recorded<AddressPoolEvent> read = StoredSchemas.addressPool().read(logged.stored());
    return logged.number() == logged.sequenceNumber()
        && read.number() == logged.number()
        && read.event().equals(event(logged.persistenceId(), logged.number()));
  }
}
