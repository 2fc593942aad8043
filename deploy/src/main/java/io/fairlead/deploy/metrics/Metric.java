package io.fairlead.deploy.metrics;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * One metric: its name, what it means, and how to read its samples when somebody asks.
 *
 * @param name as it is exposed, all of it
 * @param labels names of the labels that every sample has, in order
 * @param samples is called with every scrape, from any thread, several at once
 */
public record Metric(String name, Kind kind, String help, List<String> labels, Samples samples) {
  private static final String TOTAL = "_total";

  /** How a value behaves. */
  public enum Kind {
    /** Only grows; its name ends with {@code _total}. */
    COUNTER("counter"),
    /** Goes up and down. */
    GAUGE("gauge"),
    /**
     * Only grows, and has a name of MetalLB's that does not end with {@code _total}. A typed
     * counter must (OpenMetrics), so it is exposed without a type; {@code rate()} asks for none.
     */
    UNTYPED_COUNTER("untyped");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The type in the Prometheus text format. */
    public String text() {
      return text;
    }
  }

  /** Reads the values of a metric. */
  @FunctionalInterface
  public interface Samples {
    void read(Sink to);
  }

  /** Takes one sample; the values of the labels are in the order of their names. */
  @FunctionalInterface
  public interface Sink {
    void put(double value, String... labelValues);
  }

  public Metric {
    labels = List.copyOf(labels);
    boolean isTotal = name.endsWith(TOTAL);
    if (kind == Kind.COUNTER && !isTotal || kind == Kind.UNTYPED_COUNTER && isTotal) {
      throw new IllegalArgumentException(name + " is no name of a " + kind);
    }
  }

  public static Metric counter(String name, String help, List<String> labels, Samples samples) {
    return new Metric(name, Kind.COUNTER, help, labels, samples);
  }

  public static Metric gauge(String name, String help, List<String> labels, Samples samples) {
    return new Metric(name, Kind.GAUGE, help, labels, samples);
  }

  public static Metric untypedCounter(
      String name, String help, List<String> labels, Samples samples) {
    return new Metric(name, Kind.UNTYPED_COUNTER, help, labels, samples);
  }

  /**
   * The samples of a metric without labels.
   *
   * @param parts where the value is read; empty when there is none at present
   */
  public static <T> Samples one(Supplier<Optional<T>> parts, ToDoubleFunction<T> value) {
    return to -> parts.get().ifPresent(part -> to.put(value.applyAsDouble(part)));
  }
}
