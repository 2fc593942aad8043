package io.fairlead.k8s.embedded.kinds;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The priority of a version among its group's: stable before beta before alpha, newer before older.
 */
record VersionRank(int stability, int major, int minor) implements Comparable<VersionRank> {
  private static final Pattern FORM = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");
  private static final Comparator<VersionRank> ORDER =
      Comparator.comparingInt(VersionRank::stability)
          .thenComparingInt(VersionRank::major)
          .thenComparingInt(VersionRank::minor);

  static VersionRank of(String version) {
    Matcher form = FORM.matcher(version);
    if (!form.matches()) {
      return new VersionRank(0, 0, 0);
    }
    int major = Integer.parseInt(form.group(1));
    if (form.group(2) == null) {
      return new VersionRank(3, major, 0);
    }
    int stability = form.group(2).equals("beta") ? 2 : 1;
    return new VersionRank(stability, major, Integer.parseInt(form.group(3)));
  }

  @Override
  public int compareTo(VersionRank other) {
    return ORDER.compare(this, other);
  }
}
