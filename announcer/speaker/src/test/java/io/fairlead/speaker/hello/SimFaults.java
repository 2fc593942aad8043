package io.fairlead.speaker.hello;

import java.util.Arrays;
import java.util.Random;

/** What is broken at present. */
final class SimFaults {
  /** A kind of fault. */
  enum Kind {
    KILL,
    STOP,
    CUT,
    OUT,
    IN,
    PAIR,
    LOSS,
    STARVED,
    CONTROLLER
  }

  double loss;
  private final boolean[] killed;
  private final int[] stops;
  private final int[] starved;
  private final int[] cuts;
  private final int[][] blocked;
  private int controllerCuts;

  SimFaults(int size) {
    killed = new boolean[size];
    stops = new int[size];
    starved = new int[size];
    cuts = new int[size];
    blocked = new int[size][size];
  }

  boolean runs(int index) {
    return !killed[index] && stops[index] == 0;
  }

  /** It runs, and gets its processor late. */
  boolean starved(int index) {
    return starved[index] > 0;
  }

  boolean linked(int index) {
    return cuts[index] == 0;
  }

  /** A frame gets from one to the other, whether or not that one runs. */
  boolean passes(int from, int to) {
    return !killed[from] && !killed[to] && linked(from) && linked(to) && blocked[from][to] == 0;
  }

  boolean connected(int one, int other) {
    return passes(one, other) && passes(other, one);
  }

  /** Both run and hear each other. */
  boolean exchanges(int one, int other) {
    return connected(one, other) && runs(one) && runs(other);
  }

  boolean controlled(int index) {
    return controllerCuts == 0
        && runs(index)
        && linked(index)
        && Arrays.stream(blocked[index]).allMatch(count -> count <= 1);
  }

  /** The client's segment hears its answers, and it hears the client's questions. */
  boolean clientReaches(int index) {
    boolean out = true;
    boolean in = true;
    for (int other = 0; other < killed.length; other++) {
      if (other != index) {
        out &= blocked[index][other] > 0;
        in &= blocked[other][index] > 0;
      }
    }
    return linked(index) && !out && !in;
  }

  /** Begins a fault; the result ends it. */
  Runnable begin(Kind kind, Random random) {
    int size = killed.length;
    int victim = random.nextInt(size);
    int other = (victim + 1 + random.nextInt(size - 1)) % size;
    return switch (kind) {
      case KILL -> {
        killed[victim] = true;
        yield () -> {};
      }
      case STOP -> {
        stops[victim]++;
        yield () -> stops[victim]--;
      }
      case CUT -> {
        cuts[victim]++;
        yield () -> cuts[victim]--;
      }
      case OUT -> block(victim, -1, 1);
      case IN -> block(-1, victim, 1);
      case PAIR -> {
        var one = block(victim, other, 1);
        var two = block(other, victim, 1);
        yield () -> {
          one.run();
          two.run();
        };
      }
      case LOSS -> {
        loss = 0.01 + 0.04 * random.nextDouble();
        yield () -> loss = 0;
      }
      case STARVED -> {
        starved[victim]++;
        yield () -> starved[victim]--;
      }
      case CONTROLLER -> {
        controllerCuts++;
        yield () -> controllerCuts--;
      }
    };
  }

  private Runnable block(int from, int to, int count) {
    for (int i = 0; i < killed.length; i++) {
      for (int j = 0; j < killed.length; j++) {
        if (i != j && (from < 0 || from == i) && (to < 0 || to == j)) {
          blocked[i][j] += count;
        }
      }
    }
    return count > 0 ? () -> block(from, to, -1) : () -> {};
  }
}
