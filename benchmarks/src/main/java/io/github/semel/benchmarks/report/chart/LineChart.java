package io.github.semel.benchmarks.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Amounts over something that grows, one line a name, each labelled at its end. Amounts stand on a
 * logarithmic axis: what is shown differs by orders of magnitude.
 *
 * @param title what it shows
 * @param axis both units
 * @param places the names of the places along the lines, evenly apart
 * @param series the lines
 */
public record LineChart(String title, String axis, List<String> places, List<Series> series) {

  private static final int COLOURS = 6;
  private static final int TOP = 52;
  private static final int HEIGHT = 340;
  private static final int BOTTOM = 28;
  private static final int LEFT = 52;
  private static final int LABEL = 15;

  /** Copies the lists. */
  public LineChart {
    places = List.copyOf(places);
    series = List.copyOf(series);
  }

  /**
   * One line.
   *
   * @param label its name
   * @param values its amounts, all above 0; NaN where there is none
   */
  public record Series(String label, List<Double> values) {

    /** Copies the values. */
    public Series {
      values = List.copyOf(values);
    }

    private int last() {
      int last = values.size() - 1;
      while (last > 0 && Double.isNaN(values.get(last))) {
        last--;
      }
      return last;
    }
  }

  private record Label(int colour, String text, double x, double y) {}

  /** The drawing. */
  public String toSvg() {
    Svg svg = new Svg(title, axis, HEIGHT);
    List<Double> values =
        series.stream()
            .flatMap(line -> line.values().stream())
            .filter(value -> !Double.isNaN(value))
            .toList();
    Scale scale =
        Scale.logarithmic(
            values.stream().min(Comparator.naturalOrder()).orElse(1.0),
            values.stream().max(Comparator.naturalOrder()).orElse(10.0));
    double right =
        Svg.WIDTH
            - 16
            - Svg.CHARACTER
                * series.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    for (double tick : scale.ticks()) {
      double y = y(scale, tick);
      svg.line("g", LEFT, y, right, y);
      svg.text(LEFT - 6, y + 4, "s", "end", Scale.label(tick));
    }
    for (int place = 0; place < places.size(); place++) {
      svg.text(x(place, right), HEIGHT - 8, "s", "middle", places.get(place));
    }
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      int colour = i % COLOURS;
      Series line = series.get(i);
      List<String> points = new ArrayList<>();
      for (int place = 0; place < line.values().size(); place++) {
        double value = line.values().get(place);
        if (!Double.isNaN(value)) {
          points.add(Svg.coordinate(x(place, right)) + "," + Svg.coordinate(y(scale, value)));
        }
      }
      svg.path(colour, points.stream().collect(Collectors.joining(" ")));
      for (int place = 0; place < line.values().size(); place++) {
        double value = line.values().get(place);
        if (!Double.isNaN(value)) {
          String told =
              String.format(Locale.ROOT, "%s, %s: %,.1f", line.label(), places.get(place), value);
          svg.dot(colour, x(place, right), y(scale, value), told);
        }
      }
      int last = line.last();
      labels.add(
          new Label(
              colour, line.label(), x(last, right) + 8, y(scale, line.values().get(last)) + 4.5));
    }
    apart(labels)
        .forEach(label -> svg.colouredText(label.colour(), label.x(), label.y(), label.text()));
    return svg.toString();
  }

  /** The labels from top to bottom, moved down where one would lie on the one above it. */
  private static List<Label> apart(List<Label> labels) {
    List<Label> apart = new ArrayList<>();
    double free = 0;
    for (Label label : labels.stream().sorted(Comparator.comparingDouble(Label::y)).toList()) {
      double y = Math.max(label.y(), free);
      apart.add(new Label(label.colour(), label.text(), label.x(), y));
      free = y + LABEL;
    }
    return apart;
  }

  private double x(int place, double right) {
    double room = right - LEFT - 40;
    return LEFT + 20 + (places.size() < 2 ? room / 2 : room * place / (places.size() - 1));
  }

  private static double y(Scale scale, double value) {
    return HEIGHT - BOTTOM - scale.part(value) * (HEIGHT - BOTTOM - TOP);
  }
}
