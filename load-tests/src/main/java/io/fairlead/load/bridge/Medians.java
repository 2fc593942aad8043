package io.fairlead.load.bridge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** The middle of several trials; of an even number the larger of the two. */
final class Medians {
  private Medians() {}

  static List<Figure> of(List<Figure> figures) {
    var byName = new LinkedHashMap<String, List<Figure>>();
    for (Figure figure : figures) {
      byName.computeIfAbsent(figure.part() + figure.name(), _ -> new ArrayList<>()).add(figure);
    }
    return byName.values().stream()
        .map(
            same -> {
              same.sort(Comparator.comparingDouble(Figure::value));
              return same.get(same.size() / 2);
            })
        .toList();
  }
}
