package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.BgpCommunity;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.crd.Community;
import io.fairlead.k8s.crd.CommunityAlias;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Community to the aliases that it defines. */
final class CommunityTranslator {
  private CommunityTranslator() {}

  /**
   * @param taken aliases of other objects, by name, with the object that defines them
   */
  static Translated<SortedMap<String, BgpCommunity>> translate(
      Community object, Map<String, String> taken) {
    String where = ObjectText.where(object);
    try {
      var spec = object.getSpec();
      List<CommunityAlias> given = spec == null ? List.of() : orEmpty(spec.communities());
      var aliases = new TreeMap<String, BgpCommunity>();
      for (var alias : given) {
        String name = orEmpty(alias.name());
        if (name.isEmpty()) {
          throw new ConfigRefusal(ConfigRule.COMMUNITY, "an alias in spec.communities has no name");
        }
        var other = aliases.containsKey(name) ? "this object" : taken.get(name);
        if (other != null) {
          throw new ConfigRefusal(
              ConfigRule.COMMUNITY_DUPLICATE,
              "duplicate definition of community \"" + name + "\": it is defined by " + other);
        }
        aliases.put(name, References.parseCommunity(orEmpty(alias.value())));
      }
      return Translated.accepted(aliases, List.of());
    } catch (IllegalArgumentException e) {
      return Translated.refused(where, e);
    }
  }
}
