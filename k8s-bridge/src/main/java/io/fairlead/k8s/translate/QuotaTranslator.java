package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The annotation of a Namespace that bounds how many addresses its Services may hold. */
public final class QuotaTranslator {
  /** For example {@code default=5,public=1}: pool and number of addresses. */
  public static final String QUOTA = "fairlead.io/address-quota";

  private QuotaTranslator() {}

  /** Number of addresses by pool; a pool that is missing has no bound. */
  public static Translated<SortedMap<String, Integer>> translate(Namespace namespace) {
    var annotations = ObjectText.meta(namespace).getAnnotations();
    var text = annotations == null ? null : annotations.get(QUOTA);
    var quotas = new TreeMap<String, Integer>();
    if (text == null || text.isBlank()) {
      return Translated.accepted(quotas, List.of());
    }
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      var pool = entry.substring(0, Math.max(equals, 0)).strip();
      var number = entry.substring(equals + 1).strip();
      if (pool.isEmpty() || !number.matches("\\d{1,9}") || quotas.containsKey(pool)) {
        return Translated.refused(
            "Namespace " + ObjectText.orEmpty(ObjectText.meta(namespace).getName()),
            "annotation %s, \"%s\": write pool=number, each pool once, for example default=5,public=1"
                .formatted(QUOTA, entry.strip()));
      }
      quotas.put(pool, Integer.parseInt(number));
    }
    return Translated.accepted(quotas, List.of());
  }
}
