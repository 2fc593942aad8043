package io.fairlead.k8s.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchSettingsTest {
  @ParameterizedTest(name = "flag {0}, variable {1}, pod {2}: {3}")
  @CsvSource({
    "f,v,p,f",
    ",v,p,v",
    "'',v,p,v",
    ",,p,p",
    ",'',p,p",
    ",,,metallb-system",
  })
  void namespaceOf_takesTheFirstThatIsGiven(
      @Nullable String flag, @Nullable String variable, @Nullable String own, String expected) {
    Map<String, String> environment =
        variable == null ? Map.of() : Map.of("METALLB_NAMESPACE", variable);

    assertEquals(
        expected,
        WatchSettings.namespaceOf(
            Optional.ofNullable(flag), environment, Optional.ofNullable(own)));
  }
}
