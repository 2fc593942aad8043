package io.fairlead.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.168.120.200, 192.168.120.200",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8::0001, 2001:db8::1",
    "::, ::",
    "::1, ::1",
    "fe80::, fe80::",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "::ffff:192.0.2.1, ::ffff:192.0.2.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221"
  })
  void parse_readsEveryUsualForm_andPrintsTheCanonicalOne(String text, String canonical) {
    assertEquals(canonical, IpAddress.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.-4",
        "localhost",
        "1:2:3",
        ":::",
        "1::2::3",
        "12345::",
        "g::",
        "::1.2.3",
        "1:2:3:4:5:6:7:8:9",
        "::%eth0",
        "1:2:3:4:5:6:7::8:9"
      })
  void parse_refusesWhatIsNoAddress(String text) {
    assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
  }

  @Property
  void bytesAndTextRoundTrip_andAgreeWithThePlatform(@ForAll @Size(16) byte[] octets)
      throws UnknownHostException {
    var address = IpAddress.ofBytes(octets);

    assertArrayEquals(octets, address.toBytes());
    assertEquals(address, IpAddress.parse(address.toString()));
    var platform = InetAddress.getByAddress(octets).getAddress();
    assertEquals(platform.length == 16, address.equals(IpAddress.ofBytes(platform)));
  }

  @Property
  void ipv4RoundTripsAndOrdersUnsigned(@ForAll int left, @ForAll int right) {
    var a = IpAddress.ofIpv4(left);
    var b = IpAddress.ofIpv4(right);

    assertEquals(a, IpAddress.parse(a.toString()));
    assertEquals(Integer.compareUnsigned(left, right), Integer.signum(a.compareTo(b)));
  }

  @Test
  void nextAndPrevious_carryOverTheHalves() {
    var edge = IpAddress.parse("2001:db8::ffff:ffff:ffff:ffff");

    assertEquals("2001:db8:0:1::", edge.next().toString());
    assertEquals(edge, edge.next().previous());
    assertThrows(ArithmeticException.class, () -> IpAddress.parse("255.255.255.255").next());
    assertThrows(ArithmeticException.class, () -> IpAddress.parse("::").previous());
  }

  @Test
  void ranges_readCidrsAndSpans_andKnowTheirSize() {
    assertEquals("10.0.42.0-10.0.42.255", IpRange.parse("10.0.42.0/24").toString());
    assertEquals("10.0.42.0-10.0.42.255", IpRange.parse("10.0.42.77/24").toString());
    assertEquals("1.1.1.1-1.1.1.3", IpRange.parse("1.1.1.1 - 1.1.1.3").toString());
    assertEquals("18446744073709551616", IpRange.parse("fd00::/64").size().toString());
    assertTrue(IpPrefix.parse("0.0.0.0/0").contains(IpAddress.parse("255.255.255.255")));
    assertThrows(IllegalArgumentException.class, () -> IpRange.parse("1.1.1.3-1.1.1.1"));
    assertThrows(IllegalArgumentException.class, () -> IpRange.parse("1.1.1.3-::1"));
    assertThrows(IllegalArgumentException.class, () -> IpRange.parse("10.0.0.0/33"));
  }
}
