package io.fairlead.deploy.lab.steps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Undoes what was done, last first, and goes on when one part fails. Thread safe; what is added
 * after it has run is undone at once.
 */
final class TearDown {
  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean done;

  private record Part(String name, Runnable undo) {}

  void add(String name, Runnable undo) {
    boolean late;
    synchronized (this) {
      late = done;
      if (!late) {
        parts.push(new Part(name, undo));
      }
    }
    if (late) {
      undo.run();
    }
  }

  /** Undoes everything; a second call finds nothing to do. Returns what could not be undone. */
  List<String> run() {
    List<Part> all;
    synchronized (this) {
      done = true;
      all = List.copyOf(parts);
      parts.clear();
    }
    var failures = new ArrayList<String>();
    for (Part part : all) {
      try {
        part.undo().run();
      } catch (RuntimeException e) {
        failures.add(part.name() + ": " + e.getMessage());
      }
    }
    return failures;
  }
}
