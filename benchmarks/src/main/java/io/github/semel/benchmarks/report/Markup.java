package io.github.semel.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the reports write, which is Markdown, as HTML: headings, paragraphs, lists, tables, code,
 * emphasis, links, and images of charts, which come as drawings in the page. So the page says what
 * the README beside it says, and nothing is written twice.
 */
final class Markup {

  private static final Pattern IMAGE = Pattern.compile("!\\[[^]]*]\\(([^)]*)\\)");
  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)]*)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern EMPHASIS = Pattern.compile("\\*([^*]+)\\*");

  private final Map<String, String> charts;
  private final StringBuilder html = new StringBuilder();

  private Markup(Map<String, String> charts) {
    this.charts = charts;
  }

  /**
   * Converts.
   *
   * @param charts the drawings by the name of their file
   */
  static String toHtml(String markdown, Map<String, String> charts) {
    Markup markup = new Markup(charts);
    for (String block : markdown.strip().split("\n{2,}")) {
      markup.append(block);
    }
    return markup.html.toString();
  }

  private void append(String block) {
    Matcher image = IMAGE.matcher(block);
    if (image.matches() && charts.containsKey(image.group(1))) {
      html.append("<figure>").append(charts.get(image.group(1))).append("</figure>\n");
    } else if (block.startsWith("#")) {
      int level = block.indexOf(' ');
      html.append(element("h" + level, inline(block.substring(level + 1))));
    } else if (block.startsWith("|")) {
      appendTable(block.split("\n"));
    } else if (block.startsWith("- ")) {
      html.append("<ul>\n");
      for (String item : block.substring(2).split("\n- ")) {
        html.append(element("li", inline(item)));
      }
      html.append("</ul>\n");
    } else {
      html.append(element("p", inline(block)));
    }
  }

  private void appendTable(String[] lines) {
    List<String> alignment = cells(lines[1]);
    html.append("<div class=\"table\"><table>\n<thead>");
    appendRow(lines[0], "th", alignment);
    html.append("</thead>\n<tbody>\n");
    for (int i = 2; i < lines.length; i++) {
      appendRow(lines[i], "td", alignment);
    }
    html.append("</tbody></table></div>\n");
  }

  private void appendRow(String line, String element, List<String> alignment) {
    html.append(line.contains(Table.LOST) ? "<tr class=\"lost\">" : "<tr>");
    List<String> cells = cells(line);
    for (int i = 0; i < cells.size(); i++) {
      html.append('<').append(element);
      html.append(alignment.get(i).endsWith(":") ? " class=\"n\">" : ">");
      html.append(inline(cells.get(i))).append("</").append(element).append('>');
    }
    html.append("</tr>\n");
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String inline(String text) {
    String html = escaped(text);
    html = CODE.matcher(html).replaceAll("<code>$1</code>");
    html = LINK.matcher(html).replaceAll("<a href=\"$2\">$1</a>");
    html = STRONG.matcher(html).replaceAll("<strong>$1</strong>");
    return EMPHASIS.matcher(html).replaceAll("<em>$1</em>");
  }
}
