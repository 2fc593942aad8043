package io.fairlead.persistence.schema;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.FormerHold;
import io.fairlead.ipam.Holding;
import io.fairlead.net.IpAddress;
import java.time.Instant;

/** Stored form of a whole {@link AddressPool}. */
final class PoolSnapshotSchema {
  static final SnapshotSchema<AddressPool> SCHEMA =
      new SnapshotSchema<>("pool.snapshot", PoolSnapshotSchema::read, PoolSnapshotSchema::write);

  private PoolSnapshotSchema() {}

  private static void write(AddressPool pool, FieldWriter fields) {
    fields.text("pool", pool.name()).flag("retired", pool.isRetired());
    AddressPoolSchema.writeConfigured(pool.configured(), fields);
    fields
        .objects("holdings", pool.holdings(), PoolSnapshotSchema::writeHolding)
        .objects("former", pool.formerHolds(), PoolSnapshotSchema::writeFormer);
  }

  private static AddressPool read(FieldReader fields) {
    return AddressPool.restore(
        fields.text("pool"),
        AddressPoolSchema.readConfigured(fields),
        fields.flag("retired"),
        fields.objects("holdings", PoolSnapshotSchema::readHolding),
        fields.objects("former", PoolSnapshotSchema::readFormer));
  }

  private static void writeHolding(Holding holding, FieldWriter fields) {
    PoolFields.writeSharing(
        holding.sharing(),
        fields
            .text("service", holding.service())
            .objects("grants", holding.grants(), PoolFields::writeGrant)
            .text("requestDigest", holding.digest()));
  }

  private static Holding readHolding(FieldReader fields) {
    return new Holding(
        fields.parsed("service", ServiceKey::parse),
        fields.objects("grants", PoolFields::readGrant),
        fields.text("requestDigest"),
        PoolFields.readSharing(fields));
  }

  private static void writeFormer(FormerHold hold, FieldWriter fields) {
    fields
        .text("releasedAt", hold.releasedAt())
        .text("service", hold.service())
        .text("address", hold.address())
        .text("sharingKey", hold.sharingKey());
  }

  private static FormerHold readFormer(FieldReader fields) {
    return new FormerHold(
        fields.parsed("releasedAt", Instant::parse),
        fields.parsed("service", ServiceKey::parse),
        fields.parsed("address", IpAddress::parse),
        fields.text("sharingKey"));
  }
}
