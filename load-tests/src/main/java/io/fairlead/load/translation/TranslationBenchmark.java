package io.fairlead.load.translation;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.watch.GivenCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the objects that the informers hold to the snapshot that decisions are made on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
public class TranslationBenchmark {
  private static final int NODES = 100;

  /** Services, each with one EndpointSlice of two endpoints. */
  @Param({"10000"})
  public int services;

  private GivenCluster cluster = GivenCluster.parse(List.of());
  private ServiceKey[] keys = new ServiceKey[0];
  private int next;

  /** Makes the objects. */
  @Setup
  public void read() {
    var documents = new ArrayList<String>();
    documents.add(Documents.namespace());
    documents.add(Documents.pool());
    IntStream.range(0, NODES).mapToObj(Documents::node).forEach(documents::add);
    IntStream.range(0, services).mapToObj(Documents::service).forEach(documents::add);
    IntStream.range(0, services).mapToObj(i -> Documents.slice(i, NODES)).forEach(documents::add);
    cluster = GivenCluster.parse(documents);
    keys = IntStream.range(0, services).mapToObj(Documents::key).toArray(ServiceKey[]::new);
    var views = cluster.translate();
    if (views.services().size() != services || views.endpoints().size() != services) {
      throw new IllegalStateException("not all objects became views");
    }
  }

  /** All of it, as after the first list. */
  @Benchmark
  public ClusterSnapshot everything() {
    return cluster.translate();
  }

  /** One Service and its slice changed; the others stand. */
  @Benchmark
  public ClusterSnapshot oneService() {
    next = (next + 1) % keys.length;
    return cluster.translateAgain(keys[next]);
  }
}
