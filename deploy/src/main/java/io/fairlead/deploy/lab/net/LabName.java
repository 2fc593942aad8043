package io.fairlead.deploy.lab.net;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The name of one lab; it is part of every namespace name, so several labs live side by side. */
public record LabName(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9]{0,18}[a-z0-9])?");
  private static final Path NAMESPACE_FOLDER = Path.of("/run/netns");

  /** Stands below the pattern, which it needs. */
  public static final LabName DEFAULT = new LabName("lab");

  public LabName {
    if (!SHAPE.matcher(value).matches()) {
      throw LabException.usage(
          "'%s' cannot be the name of a lab: use 1 to 20 lower-case letters and digits"
              .formatted(value));
    }
  }

  /** What the names of all namespaces of this lab start with. */
  public String prefix() {
    return "fl-" + value + "-";
  }

  /** The full name of the namespace of one place, such as {@code client}. */
  public String namespace(String place) {
    return prefix() + place;
  }

  /** The file through which a thread enters the namespace of one place. */
  public Path namespaceFile(String place) {
    return NAMESPACE_FOLDER.resolve(namespace(place));
  }

  @Override
  public String toString() {
    return value;
  }
}
