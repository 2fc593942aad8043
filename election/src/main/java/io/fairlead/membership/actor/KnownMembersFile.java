package io.fairlead.membership.actor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.membership.KnownMembers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where a node keeps its {@link KnownMembers} for the next start. */
record KnownMembersFile(Path file) {

  /** Reads the file; none is no fault. */
  KnownMembers read() throws IOException {
    return Files.exists(file)
        ? KnownMembers.parse(Files.readAllLines(file, UTF_8))
        : KnownMembers.NONE;
  }

  /** Replaces the file as a whole: a crash leaves the old or the new one. */
  void write(KnownMembers members) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, members.text(), UTF_8);
    try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
