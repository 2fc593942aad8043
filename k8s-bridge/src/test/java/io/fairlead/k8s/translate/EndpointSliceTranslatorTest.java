package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fairlead.cluster.EndpointView;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointSliceTranslatorTest {
  private static final ServiceKey WEB = new ServiceKey("shop", "web");

  @ParameterizedTest(name = "ready {0}, serving {1}: usable {2}")
  @CsvSource({
    ",,true",
    ",true,true",
    ",false,true",
    "true,,true",
    "true,true,true",
    "true,false,true",
    "false,,false",
    "false,true,true",
    "false,false,false",
  })
  void translate_countsUsableEndpoints(
      @Nullable Boolean ready, @Nullable Boolean serving, boolean usable) {
    var slice =
        slice(
            new EndpointBuilder()
                .withNodeName("n1")
                .withNewConditions()
                .withReady(ready)
                .withServing(serving)
                .endConditions());

    var view = EndpointSliceTranslator.translate(WEB, List.of(slice));

    assertEquals(usable ? view("n1") : EndpointView.none(WEB), view);
  }

  @Test
  void translate_mergesTheSlicesOfOneService() {
    var first = slice(new EndpointBuilder().withNodeName("n2"));
    var second =
        slice(new EndpointBuilder().withNodeName("n1"), new EndpointBuilder().withNodeName("n2"));

    assertEquals(view("n1", "n2"), EndpointSliceTranslator.translate(WEB, List.of(first, second)));
  }

  @Test
  void translate_ofAnEndpointWithoutNode_isAnywhereButOnNoNode() {
    var view =
        EndpointSliceTranslator.translate(
            WEB, List.of(slice(new EndpointBuilder().addToAddresses("10.0.0.1"))));

    assertEquals(new EndpointView(WEB, true, new TreeSet<>()), view);
  }

  @Test
  void translate_ofNoSlices_isNone() {
    assertEquals(EndpointView.none(WEB), EndpointSliceTranslator.translate(WEB, List.of()));
    assertEquals(EndpointView.none(WEB), EndpointSliceTranslator.translate(WEB, List.of(slice())));
  }

  @Test
  void serviceOf_isReadFromTheLabel() {
    var unlabelled =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("web-x")
            .endMetadata()
            .build();

    assertEquals(Optional.of(WEB), EndpointSliceTranslator.serviceOf(slice()));
    assertEquals(Optional.empty(), EndpointSliceTranslator.serviceOf(unlabelled));
  }

  private static EndpointView view(String... nodes) {
    var names = new TreeSet<NodeName>();
    for (String node : nodes) {
      names.add(new NodeName(node));
    }
    return new EndpointView(WEB, true, names);
  }

  private static EndpointSlice slice(EndpointBuilder... endpoints) {
    var slice =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("web-x")
            .addToLabels("kubernetes.io/service-name", "web")
            .endMetadata();
    for (var endpoint : endpoints) {
      slice.addToEndpoints(endpoint.build());
    }
    return slice.build();
  }
}
