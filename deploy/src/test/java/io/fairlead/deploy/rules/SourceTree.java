package io.fairlead.deploy.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of the whole project. */
final class SourceTree {
  private SourceTree() {}

  /** One source file and its lines. */
  record Source(Path path, List<String> lines) {
    String name() {
      return root().relativize(path).toString();
    }

    boolean isTest() {
      return name().contains("/src/test/");
    }
  }

  static Path root() {
    return Path.of(System.getProperty("fairlead.root", "..")).toAbsolutePath().normalize();
  }

  static List<Source> all() {
    try (Stream<Path> paths = Files.walk(root())) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.toString().contains("/target/"))
          .sorted()
          .map(SourceTree::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(Path path) {
    try {
      return new Source(path, Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
