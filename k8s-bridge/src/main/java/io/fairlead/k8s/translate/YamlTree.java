package io.fairlead.k8s.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** YAML text to maps, lists and strings. Scalars stay text: the reader knows what it wants. */
final class YamlTree {
  private static final int DEPTH_MAX = 32;
  private static final int NODES_MAX = 100_000;
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();

  private int nodes;

  private YamlTree() {}

  /**
   * The tree of the one document; an empty map for an empty text.
   *
   * @throws IllegalArgumentException says where the text is no YAML
   */
  static Object parse(String text) {
    try {
      requireShallow(text);
      var root = new Compose(SETTINGS).composeString(text);
      var tree = root.map(node -> new YamlTree().build(node, 0)).orElse("");
      return "".equals(tree) ? Map.of() : tree;
    } catch (MarkedYamlEngineException e) {
      throw new IllegalArgumentException("not valid YAML: " + problem(e), e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("not valid YAML: " + e.getMessage(), e);
    }
  }

  /** Composing recurses, so the depth is bounded before, on the flat event stream. */
  private static void requireShallow(String text) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEPTH_MAX) {
        throw new YamlEngineException("nested deeper than " + DEPTH_MAX + " levels");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  /** Aliases can make a small text a huge or endless tree, hence the two bounds. */
  private Object build(Node node, int depth) {
    if (depth > DEPTH_MAX || ++nodes > NODES_MAX) {
      throw new YamlEngineException("too large, or nested deeper than " + DEPTH_MAX + " levels");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar.getValue();
      case SequenceNode sequence -> list(sequence, depth);
      case MappingNode mapping -> map(mapping, depth);
      default -> throw new YamlEngineException("unexpected " + node.getNodeType());
    };
  }

  private List<Object> list(SequenceNode sequence, int depth) {
    var list = new ArrayList<Object>();
    sequence.getValue().forEach(item -> list.add(build(item, depth + 1)));
    return list;
  }

  private Map<String, Object> map(MappingNode mapping, int depth) {
    var map = new LinkedHashMap<String, Object>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new YamlEngineException("the name of a field must be a single word");
      }
      if (map.put(key.getValue(), build(tuple.getValueNode(), depth + 1)) != null) {
        throw new YamlEngineException("field \"" + key.getValue() + "\" is there twice");
      }
    }
    return map;
  }

  private static String problem(MarkedYamlEngineException fault) {
    var mark = fault.getProblemMark();
    String where = mark.map(m -> "line " + (m.getLine() + 1) + ": ").orElse("");
    return where + fault.getProblem();
  }
}
