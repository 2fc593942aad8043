package io.fairlead.ipam;

import static io.fairlead.ipam.Fixture.API;
import static io.fairlead.ipam.Fixture.T0;
import static io.fairlead.ipam.Fixture.V4;
import static io.fairlead.ipam.Fixture.WEB;
import static io.fairlead.ipam.Fixture.atOnce;
import static io.fairlead.ipam.Fixture.grant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fold that ends the version before. */
class AddressPoolFoldTest {

  @Test
  void fold_endsTheVersionItChanges_andARefusedOneDoesNot() {
    var empty = AddressPool.empty("lan");
    var configured = empty.fold(empty.configure(atOnce("lan", "10.0.0.0/24")).getFirst());
    var request = AssignRequest.plain(WEB, V4, List.of(), "digest");
    var before = configured.fold(configured.assign(request, T0).events().getFirst());
    var theft =
        new AddressPoolEvent.AddressesAssigned(
            API, List.of(grant("10.0.0.0", GrantReason.FIRST_FREE)), "digest", Sharing.NONE, T0);

    assertThrows(IllegalStateException.class, () -> before.fold(theft));
    assertEquals(List.of(WEB), before.ownersOf(IpAddress.parse("10.0.0.0")));

    var release = before.release(WEB, T0).getFirst();
    var expected = before.apply(release).holdings();
    var after = before.fold(release);

    assertEquals(expected, after.holdings());
    assertThrows(IllegalStateException.class, () -> before.ownersOf(IpAddress.parse("10.0.0.0")));
  }

  @Test
  void fold_mayStartAgainWithTheSameEmptyPool() {
    var empty = AddressPool.empty("lan");
    var configured = empty.configure(atOnce("lan", "10.0.0.0/24")).getFirst();
    var request = AssignRequest.plain(WEB, V4, List.of(), "digest");

    var first = empty.fold(configured);
    var taken = first.fold(first.assign(request, T0).events().getFirst());
    var second = empty.fold(configured);

    assertEquals(List.of(), second.holdings());
    assertEquals(1, taken.holdings().size());
    assertEquals(AddressPool.empty("lan"), empty);
  }
}
