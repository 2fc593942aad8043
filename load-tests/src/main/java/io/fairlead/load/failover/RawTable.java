package io.fairlead.load.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A file of raw figures: comment lines that start with {@code #}, a line of column names, then one
 * line per trial. No value contains a comma or a line break.
 *
 * @param comments without their {@code #}
 */
record RawTable(List<String> comments, List<String> columns, List<List<String>> rows) {
  RawTable {
    comments = List.copyOf(comments);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  static RawTable parse(List<String> lines) {
    var comments = new ArrayList<String>();
    var content = new ArrayList<List<String>>();
    for (String line : lines) {
      if (line.startsWith("#")) {
        comments.add(line.substring(1).strip());
      } else if (!line.isBlank()) {
        content.add(List.of(line.split(",", -1)));
      }
    }
    List<String> columns = content.isEmpty() ? List.of() : content.removeFirst();
    for (List<String> row : content) {
      if (row.size() != columns.size()) {
        throw new CampaignException(
            "this line has not %d values: %s".formatted(columns.size(), row));
      }
    }
    return new RawTable(comments, columns, content);
  }

  /** One line of a file; what would break the form is replaced. */
  static String line(List<String> values) {
    return String.join(",", values.stream().map(v -> v.replaceAll("[,\\r\\n]+", " ")).toList());
  }

  /** The values of one column; rows where it is empty have none. */
  List<Long> numbers(String column) {
    return rows.stream()
        .map(row -> number(row, column))
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong)
        .toList();
  }

  /** The value of a column in one row, as text. */
  String text(List<String> row, String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new CampaignException(
          "the file has no column '%s', only %s".formatted(column, columns));
    }
    return row.get(index);
  }

  private OptionalLong number(List<String> row, String column) {
    String value = text(row, column);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }
}
