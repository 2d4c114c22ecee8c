package io.github.semel.stress.history;

import io.github.semel.stress.Count;
import io.github.semel.stress.Json;
import io.github.semel.stress.Row;
import io.github.semel.stress.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A campaign as files, for people and for programs.
 *
 * @param name of the files
 * @param settings what was asked, and where it ran
 * @param row what came of it
 */
record HistoryReport(String name, Map<String, String> settings, Row row) {

  private static final List<Count> ALWAYS =
      List.of(Count.UNDECIDED, Count.LOST_OUTCOMES, Count.FORBIDDEN_HISTORIES, Count.WRONG_ANSWERS);

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + "-history.json"), json());
    Files.writeString(folder.resolve(name + "-history.md"), page());
  }

  String verdict() {
    long undecided = row.get(Count.UNDECIDED);
    String rest = undecided == 0 ? "" : "; " + undecided + " could not be judged";
    return (row.breaches().isEmpty()
            ? "every history that was judged is allowed"
            : "the protocol was broken: " + titles(row.breaches()))
        + rest;
  }

  private static String titles(List<Count> counts) {
    return counts.stream().map(Count::title).collect(Collectors.joining(", "));
  }

  private Map<Count, Long> counts() {
    Map<Count, Long> counts = new LinkedHashMap<>();
    for (Count count : Count.values()) {
      if (row.get(count) != 0 || ALWAYS.contains(count)) {
        counts.put(count, row.get(count));
      }
    }
    return counts;
  }

  private String json() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts().forEach((count, number) -> counts.put(count.title(), number));
    String examples =
        row.examples().stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"));
    return "{\n  \"settings\": "
        + Json.texts(settings)
        + ",\n  \"kept\": "
        + row.breaches().isEmpty()
        + ",\n  \"counts\": "
        + Json.numbers(counts)
        + ",\n  \"milliseconds\": "
        + Json.numbers(row.times())
        + ",\n  \"examples\": "
        + examples
        + "\n}\n";
  }

  private String page() {
    StringBuilder page = new StringBuilder();
    page.append("# History: ")
        .append(name)
        .append("\n\nMade by `stress-tests.jar campaign` with `")
        .append(name)
        .append("-history.json` beside it; do not edit.\n\nResult: ")
        .append(verdict())
        .append(".\n\n");
    settings.forEach(
        (setting, value) ->
            page.append("- ").append(setting).append(": ").append(value).append('\n'));
    page.append(
        """

        Clients on several threads use the same few keys at the same time, and enter every call \
        and its answer in a log before and after; faults are done to them and to the store \
        meanwhile. After each round every key's history is judged by itself: is there an order of \
        the calls, each between its beginning and its end, in which the protocol gives each the \
        answer that it had? The store's time is known to lie between two readings around the call. \
        A call without an answer, or that ended with `StoreUnavailableException`, took place once \
        or not at all. A *forbidden history* is a key for which there is no such order; a *lost \
        outcome* is one that would be allowed, had no completion been confirmed.

        """);
    for (Count.Kind kind : Count.Kind.values()) {
      Table table = new Table(List.of(title(kind), ""));
      List<Map.Entry<Count, Long>> rows =
          counts().entrySet().stream().filter(entry -> entry.getKey().kind() == kind).toList();
      rows.forEach(
          entry ->
              table.add(
                  List.of(
                      entry.getKey().title(),
                      String.format(Locale.ROOT, "%,d", entry.getValue()))));
      if (!rows.isEmpty()) {
        page.append(table.toMarkdown()).append('\n');
      }
    }
    row.examples().forEach(example -> page.append("```\n").append(example).append("\n```\n\n"));
    return page.toString().stripTrailing() + "\n";
  }

  private static String title(Count.Kind kind) {
    return switch (kind) {
      case VOLUME -> "done";
      case FAULT -> "faults";
      case AMBIGUITY -> "allowed, and counted";
      case LOSS -> "lost";
      case VIOLATION -> "must never be";
    };
  }
}
