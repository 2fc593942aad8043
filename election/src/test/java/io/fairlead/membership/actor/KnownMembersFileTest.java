package io.fairlead.membership.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.membership.KnownMembers;
import io.fairlead.membership.MemberAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownMembersFileTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void read_givesBackWhatWasWritten_andNoDraftIsLeft() throws IOException {
    var file = folder.resolve("new/members");
    var known =
        KnownMembers.NONE.seen(
            List.of(new MemberAddress("10.0.0.1", 7946), new MemberAddress("10.0.0.2", 7946)), NOW);

    new KnownMembersFile(file).write(known);

    assertEquals(known, new KnownMembersFile(file).read());
    try (var files = Files.list(folder.resolve("new"))) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void read_ofNoFile_knowsNobody() throws IOException {
    assertEquals(KnownMembers.NONE, new KnownMembersFile(folder.resolve("none")).read());
  }

  @Test
  void remindOf_writesWhomKubernetesNames_whenNobodyIsRemembered() throws IOException {
    var file = folder.resolve("members");
    var speaker = new MemberAddress("10.0.0.3", 7946);

    FairleadMembership.remindOf(file, () -> List.of(speaker));

    assertEquals(List.of(speaker), List.copyOf(new KnownMembersFile(file).read().addresses()));
  }

  @Test
  void remindOf_doesNotAskKubernetes_whenSomebodyIsRemembered() throws IOException {
    var file = folder.resolve("members");
    var known = KnownMembers.NONE.seen(List.of(new MemberAddress("10.0.0.1", 7946)), NOW);
    new KnownMembersFile(file).write(known);

    FairleadMembership.remindOf(
        file,
        () -> {
          throw new AssertionError("a restart must not wait for the API server");
        });

    assertEquals(known, new KnownMembersFile(file).read());
  }
}
