package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.net.IpAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SolicitedGroupsTest {
  private static final IpAddress ONE = IpAddress.parse("2001:db8::c8");
  private static final IpAddress SAME_GROUP = IpAddress.parse("2001:db8:1::c8");
  private static final IpAddress OTHER = IpAddress.parse("2001:db8::c9");
  private static final IpAddress GROUP = IpAddress.parse("ff02::1:ff00:c8");
  private final SolicitedGroups groups = new SolicitedGroups();

  @Test
  void group_isJoinedWithItsFirstAddressAndLeftWithItsLast() {
    assertEquals(Optional.of(GROUP), groups.add(ONE));
    assertEquals(Optional.empty(), groups.add(ONE));
    assertEquals(Optional.empty(), groups.add(SAME_GROUP));
    assertEquals(Optional.of(IpAddress.parse("ff02::1:ff00:c9")), groups.add(OTHER));
    assertEquals(Optional.empty(), groups.remove(ONE));
    assertEquals(Optional.empty(), groups.remove(ONE));
    assertEquals(Optional.of(GROUP), groups.remove(SAME_GROUP));
    assertEquals(Set.of(IpAddress.parse("ff02::1:ff00:c9")), groups.groups());
    assertEquals(Optional.of(GROUP), groups.add(SAME_GROUP));
  }
}
