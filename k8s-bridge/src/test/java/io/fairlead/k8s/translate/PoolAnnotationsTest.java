package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.ReuseRules;
import io.fairlead.k8s.crd.IPAddressPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What annotations of pools and namespaces say, and what is wrong with them. */
class PoolAnnotationsTest {
  private static IPAddressPool pool(String annotation, String value) {
    var pool = Yaml.pool("a", 0, "10.0.0.0/24", "fd00::/64");
    pool.getMetadata().setAnnotations(Map.of(annotation, value));
    return pool;
  }

  private static PoolConfig translated(String annotation, String value) {
    return PoolTranslator.translate(pool(annotation, value)).value().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "10.0.0.5=shop/web ; 10.0.0.5-10.0.0.5=shop/web",
        "10.0.0.5=shop/web,10.0.0.9 ; 10.0.0.5-10.0.0.5=shop/web 10.0.0.9-10.0.0.9",
        "10.0.0.5-10.0.0.7 = shop/web ; 10.0.0.5-10.0.0.7=shop/web",
        "10.0.0.16/28 ; 10.0.0.16-10.0.0.31",
        "fd00::5=shop/web ; fd00::5-fd00::5=shop/web",
        "10.0.0.5=a/x,10.0.0.5=a/y ; 10.0.0.5-10.0.0.5=a/x 10.0.0.5-10.0.0.5=a/y",
        "' ' ; ''",
      })
  void reserved_readsAddressesRangesAndPrefixes(String annotation, String expected) {
    var reservations = translated("fairlead.io/reserved", annotation).reservations();

    var texts = reservations.stream().map(Object::toString).toList();
    assertEquals(expected, String.join(" ", texts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fairlead.io/reserved; 10.9.9.9; \"10.9.9.9\": it is not inside spec.addresses",
        "fairlead.io/reserved; 10.0.0.250-10.0.1.5; it is not inside spec.addresses",
        "fairlead.io/reserved; 10.0.0.300; invalid IP address",
        "fairlead.io/reserved; 10.0.0.5=web; expected namespace/name",
        "fairlead.io/reserved; 10.0.0.5,; write addresses, ranges or CIDRs",
        "fairlead.io/reserved; 10.0.0.5,10.0.0.0/28=a/b; it overlaps with",
        "fairlead.io/retention; soon; annotation fairlead.io/retention is \"soon\": write a duration",
        "fairlead.io/quarantine; 30; write a duration such as 30s",
        "fairlead.io/quarantine; -5s; write a duration",
      })
  void aWrongAnnotation_isAFaultOfThePool(String annotation, String value, String expected) {
    var translated = PoolTranslator.translate(pool(annotation, value));

    assertTrue(translated.value().isEmpty());
    var why = translated.faults().getFirst().why();
    assertTrue(why.contains(expected), why);
  }

  @Test
  void aWrongAnnotation_leavesTheLastGoodPoolInForce() {
    var good =
        ConfigTranslator.next(
            ConfigState.EMPTY,
            new ConfigInput(
                List.of(pool("fairlead.io/reserved", "10.0.0.5")), List.of(), Optional.empty()));

    LbConfig config =
        ConfigTranslator.next(
                good,
                new ConfigInput(
                    List.of(pool("fairlead.io/reserved", "nonsense")), List.of(), Optional.empty()))
            .config();

    assertEquals(good.config().pools(), config.pools());
    assertEquals(1, config.faults().size());
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "30s, PT30S",
    "10m, PT10M",
    "1h30m, PT1H30M",
    "500ms, PT0.5S",
    "2d, PT48H"
  })
  void durations_areReadAsKubernetesWritesThem(String text, String expected) {
    assertEquals(
        Duration.parse(expected), translated("fairlead.io/retention", text).reuse().retention());
    assertEquals(
        Duration.parse(expected), translated("fairlead.io/quarantine", text).reuse().quarantine());
  }

  @Test
  void withoutAnnotations_theDefaultsCount() {
    var pool = PoolTranslator.translate(Yaml.pool("a", 0, "10.0.0.0/24")).value().orElseThrow();

    assertEquals(List.of(), pool.reservations());
    assertEquals(ReuseRules.DEFAULT, pool.reuse());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "default=5,public=1 ; {default=5, public=1}",
        "' a = 0 ' ; {a=0}",
        "'' ; {}",
      })
  void quota_isReadByPool(String annotation, String expected) {
    assertEquals(expected, quota(annotation).value().orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"default", "default=", "=5", "default=-1", "default=many", "a=1,a=2", "a=1,"})
  void aWrongQuota_isAFault(String annotation) {
    var translated = quota(annotation);

    assertTrue(translated.value().isEmpty());
    var fault = translated.faults().getFirst();
    assertEquals("Namespace shop", fault.where());
    assertTrue(fault.why().contains("write pool=number"), fault.why());
  }

  private static Translated<?> quota(String annotation) {
    return QuotaTranslator.translate(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("shop")
            .addToAnnotations(QuotaTranslator.QUOTA, annotation)
            .endMetadata()
            .build());
  }
}
