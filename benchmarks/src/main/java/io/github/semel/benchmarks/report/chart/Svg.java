package io.github.semel.benchmarks.report.chart;

import java.util.Locale;

/** The text of a drawing, with the colours that all charts share. */
final class Svg {

  static final int WIDTH = 720;

  /** About as wide as a character of the labels is; where exactly is the reader's font's to say. */
  static final double CHARACTER = 7.6;

  private static final String STYLE =
      """
      <style>
      svg{--ink:#1f2328;--soft:#59636e;--grid:#d8dee4;--other:#a5afba;--c0:#0b62c4;--c1:#1a7f37;--c2:#b3540a;--c3:#8250df;--c4:#6e7781;--c5:#bf3989}
      @media(prefers-color-scheme:dark){svg{--ink:#e6edf3;--soft:#9da7b3;--grid:#30363d;--other:#626c78;--c0:#4c9aff;--c1:#3fb950;--c2:#e3893b;--c3:#b392f0;--c4:#9aa4af;--c5:#f778ba}}
      text{fill:var(--ink);font:13px system-ui,-apple-system,"Segoe UI",sans-serif}
      .t{font-weight:600;font-size:15px}.s{fill:var(--soft);font-size:12px}.g{stroke:var(--grid)}
      .own{fill:var(--c0)}.other{fill:var(--other)}.w{stroke:var(--ink);stroke-width:1.5}
      </style>
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;
  private final int height;

  Svg(String title, String axis, int height) {
    this.title = title;
    this.height = height;
    text(0, 16, "t", "start", title);
    text(0, 35, "s", "start", axis);
  }

  void line(String type, double x1, double y1, double x2, double y2) {
    add("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>", type, x1, y1, x2, y2);
  }

  void bar(String type, double x, double y, double width, double height) {
    add(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"/>",
        type, x, y, width, height);
  }

  void text(double x, double y, String type, String anchor, String text) {
    add(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
        type, x, y, anchor, escaped(text));
  }

  /** A line through points, in the colour with that number. */
  void path(int colour, String points) {
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"var(--c%s)\" stroke-width=\"2\"/>",
        points, colour);
  }

  /** A point, and what a mouse that rests on it is told. */
  void dot(int colour, double x, double y, String told) {
    add(
        "<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" fill=\"var(--c%s)\"><title>%s</title></circle>",
        x, y, colour, escaped(told));
  }

  void colouredText(int colour, double x, double y, String text) {
    add("<text x=\"%s\" y=\"%s\" style=\"fill:var(--c%s)\">%s</text>", x, y, colour, escaped(text));
  }

  @Override
  public String toString() {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, height, escaped(title))
        + STYLE
        + body
        + "</svg>\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Coordinates with one decimal: a tenth of a pixel is seen by nobody. */
  static String coordinate(double value) {
    String number = String.format(Locale.ROOT, "%.1f", value);
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  private void add(String format, Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Double value) {
        values[i] = coordinate(value);
      }
    }
    body.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
