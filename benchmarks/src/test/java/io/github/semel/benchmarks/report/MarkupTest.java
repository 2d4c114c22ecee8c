package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Markdown as HTML")
class MarkupTest {

  @Test
  @DisplayName("has headings, paragraphs, lists, links and escaped text")
  void text() {
    String html =
        Markup.toHtml(
            "## A < B\n\nsome `x<y>` *em* **bold** [to](t.md)\n\n- one\n- two\n", Map.of());

    assertThat(html)
        .contains("<h2>A &lt; B</h2>")
        .contains("<p>some <code>x&lt;y&gt;</code> <em>em</em> <strong>bold</strong>")
        .contains("<a href=\"t.md\">to</a>")
        .contains("<ul>\n<li>one</li>\n<li>two</li>\n</ul>");
  }

  @Test
  @DisplayName("has tables, with numbers to the right and rows that we lose marked")
  void table() {
    Table table = new Table(true, List.of("name", "figure"));
    table.add(List.of("heap:", new Estimate(0.5, 0.1).formatRatio(true)));
    table.add(List.of("compact:", new Estimate(1.5, 0.1).formatRatio(true)));
    table.add(List.of("camel", new Estimate(0.5, 0.1).formatRatio(false)));

    assertThat(Markup.toHtml(table.toMarkdown(), Map.of()))
        .contains("<tr class=\"lost\"><td>heap:</td><td class=\"n\">0.50 ± 0.10 ▾</td></tr>")
        .contains("<tr><td>compact:</td><td class=\"n\">1.50 ± 0.10</td></tr>")
        .contains("<tr><td>camel</td><td class=\"n\">0.50 ± 0.10</td></tr>");
  }

  @Test
  @DisplayName("has charts as drawings in the page")
  void charts() {
    assertThat(Markup.toHtml("![title](a.svg)", Map.of("a.svg", "<svg/>")))
        .isEqualTo("<figure><svg/></figure>\n");
  }
}
