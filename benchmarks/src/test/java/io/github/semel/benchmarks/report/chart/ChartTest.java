package io.github.semel.benchmarks.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.semel.benchmarks.report.chart.BarChart.Bar;
import io.github.semel.benchmarks.report.chart.LineChart.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("A chart")
class ChartTest {

  @Test
  @DisplayName(
      "of bars has their lengths in proportion, from nothing, and whiskers from least to most")
  void bars() throws Exception {
    Document drawing =
        parse(
            new BarChart(
                    "t < u",
                    "axis",
                    1,
                    List.of(new Bar("a & b", true, 4, 3, 5), new Bar("c", false, 1, 1, 1)))
                .toSvg());

    NodeList bars = drawing.getElementsByTagName("rect");
    assertThat(number(bars, 0, "width")).isCloseTo(4 * number(bars, 1, "width"), pixels());
    assertThat(((Element) bars.item(0)).getAttribute("class")).isEqualTo("own");
    double unit = number(bars, 1, "width");
    double left = number(bars, 1, "x");
    NodeList lines = drawing.getElementsByTagName("line");
    List<Element> whiskers =
        IntStream.range(0, lines.getLength())
            .mapToObj(i -> (Element) lines.item(i))
            .filter(line -> line.getAttribute("class").equals("w"))
            .toList();
    assertThat(whiskers).hasSize(3);
    assertThat(Double.parseDouble(whiskers.get(0).getAttribute("x1")))
        .isCloseTo(left + 3 * unit, pixels());
    assertThat(Double.parseDouble(whiskers.get(0).getAttribute("x2")))
        .isCloseTo(left + 5 * unit, pixels());
    assertThat(drawing.getDocumentElement().getTextContent()).contains("a & b", "4.0", "t < u");
  }

  @Test
  @DisplayName(
      "of lines has as much room between 10 and 100 as between 100 and 1,000, and leaves gaps")
  void lines() throws Exception {
    Document drawing =
        parse(
            new LineChart(
                    "t",
                    "axis",
                    List.of("x", "y", "z"),
                    List.of(
                        new Series("one", List.of(10.0, 100.0, 1_000.0)),
                        new Series("two", List.of(20.0, Double.NaN, 1_000.0))))
                .toSvg());

    NodeList dots = drawing.getElementsByTagName("circle");
    assertThat(dots.getLength()).isEqualTo(5);
    assertThat(number(dots, 0, "cy") - number(dots, 1, "cy"))
        .isCloseTo(number(dots, 1, "cy") - number(dots, 2, "cy"), pixels());
    NodeList texts = drawing.getElementsByTagName("text");
    Element one = (Element) texts.item(texts.getLength() - 2);
    Element two = (Element) texts.item(texts.getLength() - 1);
    assertThat(Double.parseDouble(two.getAttribute("y")))
        .as("labels that would lie on each other are moved apart")
        .isGreaterThan(Double.parseDouble(one.getAttribute("y")) + 10);
  }

  @Test
  @DisplayName("has few lines on its axis, at round values")
  void ticks() {
    assertThat(Scale.linear(4.3).ticks()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
    assertThat(Scale.logarithmic(300, 4_000).ticks())
        .containsExactly(200.0, 500.0, 1_000.0, 2_000.0, 5_000.0);
    assertThat(Scale.logarithmic(1, 1e6).ticks()).hasSize(7);
    assertThat(List.of(0.05, 1.0, 1_500.0, 20_000.0, 1.5e6))
        .extracting(Scale::label)
        .containsExactly("0.05", "1", "1500", "20k", "1.5M");
  }

  private static Offset<Double> pixels() {
    return within(0.5);
  }

  private static double number(NodeList elements, int index, String attribute) {
    return Double.parseDouble(((Element) elements.item(index)).getAttribute(attribute));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
