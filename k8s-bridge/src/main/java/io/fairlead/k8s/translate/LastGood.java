package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Objects of one kind in order; one that is refused keeps the form it last had, if any. */
final class LastGood {
  private static final Comparator<HasMetadata> ORDER =
      Comparator.<HasMetadata>comparingLong(ObjectText::createdAtEpochMillis)
          .thenComparing(LastGood::name);

  private LastGood() {}

  /** The older first, then by name. */
  static <O extends HasMetadata> List<O> ordered(List<O> objects) {
    return objects.stream().sorted(ORDER).toList();
  }

  static String name(HasMetadata object) {
    return ObjectText.orEmpty(ObjectText.meta(object).getName());
  }

  /** What is in force of these objects, by name; the faults are added to the list. */
  static <O extends HasMetadata, T> SortedMap<String, T> each(
      List<O> objects,
      SortedMap<String, T> previous,
      Function<O, Translated<T>> translate,
      List<ConfigFault> faults) {
    var inForce = new TreeMap<String, T>();
    for (O object : ordered(objects)) {
      var before = previous.get(name(object));
      var translated = translate.apply(object);
      addAll(translated, before != null, faults);
      if (translated.value().isPresent()) {
        inForce.put(name(object), translated.value().get());
      } else if (before != null) {
        inForce.put(name(object), before);
      }
    }
    return inForce;
  }

  /** Adds the faults; a refusal also says what is in force now. */
  static void addAll(Translated<?> translated, boolean hasLastGood, List<ConfigFault> faults) {
    boolean accepted = translated.value().isPresent();
    translated
        .faults()
        .forEach(
            fault ->
                faults.add(
                    accepted
                        ? fault
                        : new ConfigFault(
                            fault.where(),
                            fault.why() + outcome(fault.rule(), hasLastGood),
                            fault.rule())));
  }

  /** A fault from an exception, with what is in force now. */
  static ConfigFault fault(String where, IllegalArgumentException e, boolean hasLastGood) {
    var rule = ConfigRefusal.ruleOf(e, ConfigRule.SPEC);
    return new ConfigFault(
        where, ObjectText.orEmpty(e.getMessage()) + outcome(rule, hasLastGood), rule);
  }

  /** The sentence alone, without what is in force now. */
  static String withoutOutcome(String why) {
    int end = why.lastIndexOf("; ");
    String tail = end < 0 ? "" : why.substring(end + 2);
    boolean isOutcome =
        tail.startsWith("it ")
            || tail.startsWith("its last good")
            || tail.startsWith("the last good")
            || tail.equals("the pool is left out");
    return isOutcome ? why.substring(0, end) : why;
  }

  private static String outcome(ConfigRule rule, boolean hasLastGood) {
    if (hasLastGood) {
      return "; the last good version stays in force";
    }
    return rule.isTransient() ? "; it waits for that" : "; it is left out";
  }
}
