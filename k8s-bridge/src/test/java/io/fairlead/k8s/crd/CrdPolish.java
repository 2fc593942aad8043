package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceConversionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.model.annotation.Version;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the generator cannot say by itself, taken from the same classes. */
final class CrdPolish {
  private static final String EXPRESSIONS = "matchExpressions";

  private static final String NO_CONVERSION = "None";

  private CrdPolish() {}

  static HasMetadata polish(HasMetadata crd, List<Class<? extends HasMetadata>> kinds) {
    var spec = ((CustomResourceDefinition) crd).getSpec();
    // The order in which the generator meets the classes is not fixed; newest version first is.
    spec.getVersions()
        .sort(Comparator.comparing(CustomResourceDefinitionVersion::getName).reversed());
    if (spec.getVersions().size() > 1) {
      // What is not said is not changed in a definition that another product left there.
      spec.setConversion(new CustomResourceConversionBuilder().withStrategy(NO_CONVERSION).build());
    }
    for (var version : spec.getVersions()) {
      var kind =
          kinds.stream()
              .filter(k -> k.getAnnotation(Version.class).value().equals(version.getName()))
              .findFirst()
              .orElseThrow();
      polish(version, kind);
    }
    return crd;
  }

  private static void polish(CustomResourceDefinitionVersion version, Class<?> kind) {
    var order =
        Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    var columns = new ArrayList<>(version.getAdditionalPrinterColumns());
    columns.sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
    version.setAdditionalPrinterColumns(columns);
    var root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
    var parts = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
    hints(root.getProperties().get("spec"), parts[0]);
    hints(root.getProperties().get("status"), parts[1]);
  }

  private static void hints(@Nullable JSONSchemaProps schema, Type type) {
    if (schema == null) {
      return;
    }
    if (type instanceof ParameterizedType list && schema.getItems() != null) {
      hints(schema.getItems().getSchema(), list.getActualTypeArguments()[0]);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (var component : record.getRecordComponents()) {
        var property = schema.getProperties().get(name(component));
        hint(property, component);
        hints(property, component.getGenericType());
      }
    } else if (schema.getProperties() != null && schema.getProperties().containsKey(EXPRESSIONS)) {
      // The client's selector class does not know what the API server requires.
      var items = schema.getProperties().get(EXPRESSIONS).getItems().getSchema();
      items.setRequired(List.of("key", "operator"));
    }
  }

  private static String name(RecordComponent component) {
    var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private static void hint(@Nullable JSONSchemaProps property, RecordComponent component) {
    if (property == null) {
      throw new AssertionError("no schema for " + component);
    }
    // An annotation on a record component is found twice, on its field and on its accessor.
    var rules = property.getXKubernetesValidations();
    property.setXKubernetesValidations(rules == null ? null : rules.stream().distinct().toList());
    if (component.getType() == long.class) {
      property.setFormat("int64");
    }
    var hint = component.getAnnotation(SchemaHint.class);
    if (hint == null) {
      return;
    }
    if (!hint.format().isEmpty()) {
      property.setFormat(hint.format());
    }
    if (hint.choices().length > 0) {
      property.setEnum(Arrays.stream(hint.choices()).<JsonNode>map(TextNode::valueOf).toList());
    }
    if (!hint.listKey().isEmpty()) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of(hint.listKey()));
    }
  }
}
