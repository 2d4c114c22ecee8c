package io.github.semel.benchmarks.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.semel.benchmarks.choose.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page for a browser: what the README says, the charts, and a chooser; in one file. */
final class Page {

  private Page() {}

  /**
   * The page.
   *
   * @param markdown what it says
   * @param charts the drawings by the name of their file
   * @param candidates what the chooser chooses from
   */
  static String of(String markdown, Map<String, String> charts, List<Candidate> candidates)
      throws IOException {
    return resource("page.html")
        .replace("{{style}}", resource("page.css"))
        .replace("{{content}}", Markup.toHtml(markdown, charts))
        // In a script element, only its end tag would be read as HTML.
        .replace("{{candidates}}", Candidates.toJson(candidates).replace("</", "<\\/"))
        .replace("{{script}}", resource("chooser.js"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = Page.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }
}
