package io.fairlead.membership;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes a view as a test wants to read it: controllers are c0, c1 ..., speakers s1, s2 .... */
final class ViewBuilder {
  static final int PORT = 7355;
  private final TreeMap<MemberId, MemberView> members = new TreeMap<>();
  private final TreeMap<Accusation, Duration> accusations = new TreeMap<>();
  private final TreeSet<MemberId> silent = new TreeSet<>();

  static MemberId id(String name) {
    return new MemberId(new MemberAddress(name, PORT), 1);
  }

  static MemberRole role(String name) {
    return name.startsWith("c") || name.startsWith("x")
        ? MemberRole.CONTROLLER
        : MemberRole.SPEAKER;
  }

  /** Members separated by blanks, Up unless written like {@code c0=DOWN}. */
  ViewBuilder members(String text) {
    for (String word : text.split(" ")) {
      String[] parts = word.split("=");
      var status = parts.length == 1 ? MemberStatus.UP : MemberStatus.valueOf(parts[1]);
      members.put(id(parts[0]), new MemberView(id(parts[0]), role(parts[0]), status));
    }
    return this;
  }

  /** {@code observer>subject} pairs; a subject in {@code silent} is in touch with nobody here. */
  ViewBuilder accusations(String text, Duration age) {
    for (String word : text.isBlank() ? new String[0] : text.split(" ")) {
      String[] ends = word.split(">");
      accusations.put(new Accusation(id(ends[0]), id(ends[1])), age);
    }
    return this;
  }

  ViewBuilder silent(String text) {
    for (String word : text.isBlank() ? new String[0] : text.split(" ")) {
      silent.add(id(word));
    }
    return this;
  }

  MembershipView seenBy(String self) {
    var inTouch = new TreeSet<>(members.keySet());
    inTouch.removeAll(silent);
    return MembershipView.of(id(self), members.values(), Map.copyOf(accusations), inTouch);
  }

  static boolean noSpeakerIsDown(MembershipView view) {
    return view.members().values().stream()
        .noneMatch(m -> m.role() == MemberRole.SPEAKER && m.status() == MemberStatus.DOWN);
  }
}
