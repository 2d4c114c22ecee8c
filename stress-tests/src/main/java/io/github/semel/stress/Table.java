package io.github.semel.stress;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, padded so that it reads as well in a terminal; numbers to the right. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  public Table(List<String> header) {
    rows.add(header);
  }

  /** Adds a row. */
  public void add(List<String> row) {
    rows.add(row);
  }

  /** The table, its columns as wide as what is in them. */
  public String toMarkdown() {
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
        markdown.append("| ").append(i == 0 ? cell + space : space + cell).append(' ');
      }
      markdown.append("|\n");
      if (r == 0) {
        for (int i = 0; i < widths.length; i++) {
          markdown.append("|-").append("-".repeat(widths[i])).append(i == 0 ? "-" : ":");
        }
        markdown.append("|\n");
      }
    }
    return markdown.toString();
  }
}
