package io.fairlead.k8s.embedded.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrinterPathTest {
  private static final String OBJECT =
      "{spec: {a: 1, l: [x, y], 'k.d': z}, status: {conditions: [{type: Ready, status: 'True'}]}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".spec.a|[1]",
        ".spec.l|[[\"x\",\"y\"]]",
        ".spec.l[1]|[\"y\"]",
        ".spec.l[-1]|[\"y\"]",
        ".spec.l[*]|[\"x\", \"y\"]",
        ".spec.k\\.d|[\"z\"]",
        ".spec['k.d']|[\"z\"]",
        ".status.conditions[?(@.type==\"Ready\")].status|[\"True\"]",
        ".spec.nothing|[]",
        "not a path|[]"
      })
  void find_followsThePath(String path, String wanted) throws IOException {
    assertEquals(wanted, PrinterPath.find(Json.parseYaml(OBJECT), path).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "119, 119s",
    "120, 2m",
    "330, 5m30s",
    "7200, 120m",
    "11100, 3h5m",
    "90000, 25h",
    "270000, 3d3h",
    "864000, 10d",
    "63500000, 2y4d"
  })
  void shortForm_isThatOfKubectl(long seconds, String wanted) {
    assertEquals(wanted, Ages.shortForm(Duration.ofSeconds(seconds)));
  }
}
