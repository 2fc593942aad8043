package io.fairlead.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedListTest {
  private static final List<MemberAddress> CONTROLLERS = List.of(at("c0"), at("c1"), at("c2"));

  private static MemberAddress at(String host) {
    return new MemberAddress(host, 7355);
  }

  @Test
  void controller0_asksTheOthersAndMayFound() {
    var list = SeedList.of(at("c0"), CONTROLLERS, List.of(at("s2"), at("s1"), at("s1")));

    assertTrue(list.mayFound());
    assertEquals(List.of(at("c0"), at("c1"), at("c2"), at("s1"), at("s2")), list.seeds());
  }

  @Test
  void otherControllers_neverComeFirstInTheirOwnList() {
    var list = SeedList.of(at("c1"), CONTROLLERS, List.of(at("s1"), at("c1")));

    assertFalse(list.mayFound());
    assertEquals(List.of(at("c0"), at("c2"), at("s1")), list.seeds());
  }

  @Test
  void speakers_neverFound() {
    var list = SeedList.of(at("s1"), List.of(at("c0")), List.of(at("s1"), at("s0")));

    assertFalse(list.mayFound());
    assertEquals(List.of(at("c0"), at("s0")), list.seeds());
    assertNotEquals(at("s1"), list.seeds().getFirst());
  }
}
