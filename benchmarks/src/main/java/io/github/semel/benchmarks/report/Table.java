package io.github.semel.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in Markdown, padded so that it reads as well in a terminal. */
final class Table {

  /** Ends a figure in which one of ours is behind what it is set against. */
  static final String LOST = " ▾";

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean numbers;

  /**
   * A table with its header.
   *
   * @param numbers whether all columns but the first hold numbers, and are set to the right
   */
  Table(boolean numbers, List<String> header) {
    this.numbers = numbers;
    rows.add(header);
  }

  void add(List<String> row) {
    rows.add(row);
  }

  String toMarkdown() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder markdown = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < widths.length; i++) {
        String cell = rows.get(r).get(i);
        String space = " ".repeat(widths[i] - cell.length());
        markdown.append("| ").append(toTheRight(i) ? space + cell : cell + space).append(' ');
      }
      markdown.append("|\n");
      if (r == 0) {
        for (int i = 0; i < widths.length; i++) {
          char[] line = new char[widths[i] + 2];
          Arrays.fill(line, '-');
          if (toTheRight(i)) {
            line[line.length - 1] = ':';
          }
          markdown.append('|').append(line);
        }
        markdown.append("|\n");
      }
    }
    return markdown.toString();
  }

  private boolean toTheRight(int column) {
    return numbers && column > 0;
  }
}
