package io.fairlead.load.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The raw figures of one kind on disk; each trial is there as soon as it is over. */
record RawFile(Path folder, Kind kind) {

  /** Replaces what an earlier campaign left. */
  void begin(List<String> comments) {
    var lines = new ArrayList<>(comments.stream().map(comment -> "# " + comment).toList());
    lines.add(RawTable.line(kind.columns()));
    try {
      Files.createDirectories(folder);
      Files.write(path(), lines);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  void add(List<String> values) {
    try {
      Files.write(path(), List.of(RawTable.line(values)), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  boolean exists() {
    return Files.exists(path());
  }

  RawTable read() {
    try {
      return RawTable.parse(Files.readAllLines(path()));
    } catch (IOException e) {
      throw new CampaignException("cannot read %s: %s".formatted(path(), e.getMessage()), e);
    }
  }

  private Path path() {
    return folder.resolve(kind.fileName());
  }

  private CampaignException unwritable(IOException e) {
    return new CampaignException("cannot write %s: %s".formatted(path(), e.getMessage()), e);
  }
}
