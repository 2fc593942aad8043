/**
 * What the programs count, served to Prometheus at {@code /metrics}.
 *
 * <p>The modules below know nothing of Prometheus: they hand out counters as immutable records. A
 * {@link io.fairlead.deploy.metrics.Metric} names one value of them and says how to read it; {@link
 * io.fairlead.deploy.metrics.MetricsServer} reads all of them when it is asked. The table in {@code
 * docs/metrics.md} lists every one, and a test compares the two (ADR-0022).
 */
@NullMarked
package io.fairlead.deploy.metrics;

import org.jspecify.annotations.NullMarked;
