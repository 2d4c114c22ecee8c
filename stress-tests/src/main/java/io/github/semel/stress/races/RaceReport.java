package io.github.semel.stress.races;

import io.github.semel.stress.Json;
import io.github.semel.stress.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a run: the counts as they are, and a page.
 *
 * @param settings how it was run, a line each
 * @param onStores the races on the stores
 * @param onSiblings the races on stores that have a flaw, each of which must be found out
 */
record RaceReport(List<String> settings, List<RaceResult> onStores, List<RaceResult> onSiblings) {

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("jcstress.json"), json());
    Files.writeString(folder.resolve("jcstress.md"), page());
  }

  /** Whether no store has failed, and every broken sibling was found out each time. */
  boolean isKept() {
    return onStores.stream().allMatch(RaceResult::isPassed)
        && onSiblings.stream().allMatch(RaceResult::isFlagged);
  }

  String verdict() {
    long samples = onStores.stream().mapToLong(RaceResult::samples).sum();
    long forbidden = onStores.stream().mapToLong(RaceResult::forbiddenSamples).sum();
    long failed = onStores.stream().filter(result -> !result.isPassed()).count();
    long found = onSiblings.stream().filter(RaceResult::isFlagged).count();
    return String.format(
        Locale.ROOT,
        "%,d of %,d samples are forbidden, %d of %d runs failed; broken siblings were found out in"
            + " %d of %d runs",
        forbidden,
        samples,
        failed,
        onStores.size(),
        found,
        onSiblings.size());
  }

  String json() {
    return "{\n  \"settings\": "
        + array(settings.stream().map(Json::quote))
        + ",\n  \"stores\": "
        + array(onStores.stream().map(RaceReport::json))
        + ",\n  \"siblings\": "
        + array(onSiblings.stream().map(RaceReport::json))
        + "\n}\n";
  }

  private static String array(Stream<String> items) {
    return items.map(item -> "    " + item).collect(Collectors.joining(",\n", "[\n", "\n  ]"));
  }

  private static String json(RaceResult result) {
    String outcomes =
        result.outcomes().entrySet().stream()
            .map(entry -> Json.quote(entry.getKey()) + ": " + entry.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
    return "{\"race\": "
        + Json.quote(result.run().race().name())
        + ", \"store\": "
        + Json.quote(result.run().subject().name())
        + ", \"mode\": "
        + Json.quote(result.run().mode().title())
        + ", \"round\": "
        + result.run().round()
        + ", \"forbidden\": "
        + result.forbiddenSamples()
        + ", \"failure\": "
        + Json.quote(result.failure())
        + ", \"outcomes\": "
        + outcomes
        + "}";
  }

  String page() {
    StringBuilder page = new StringBuilder();
    page.append(
            "# Races\n\nMade by `io.github.semel.stress.races.RaceReport` with `jcstress.json`"
                + " beside it; do not edit. `java -jar stress-tests/target/stress-tests.jar"
                + " jcstress` makes both again.\n\nResult: ")
        .append(verdict())
        .append(".\n\n");
    settings.forEach(line -> page.append("- ").append(line).append('\n'));
    page.append(
        """

        In each race two or three threads call one store at the same instant, and a last call \
        looks at what is left; then a fresh key, and again. The tables have how often each \
        outcome came. What is not listed as acceptable in the race's source is forbidden.
        """);
    List<String> stores = distinct(result -> result.run().subject().name());
    for (String race : distinct(result -> result.run().race().name())) {
      section(page, race, stores);
    }
    page.append(
        """

        ## Broken siblings

        Each race is also run on the model of the protocol under a lock with one flaw, and must \
        find it out each time.

        """);
    Table table = new Table(List.of("race", "flaw", "found out", "forbidden", "for example"));
    onSiblings.stream()
        .filter(result -> result.run().round() == 1)
        .forEach(result -> table.add(sibling(result)));
    return page.append(table.toMarkdown()).toString();
  }

  private void section(StringBuilder page, String race, List<String> stores) {
    List<RaceResult> results =
        onStores.stream().filter(result -> result.run().race().name().equals(race)).toList();
    Race known = results.get(0).run().race();
    page.append("\n## ").append(race).append("\n\n").append(known.invariant()).append("\n\n");
    List<String> header = new ArrayList<>(List.of("outcome"));
    header.addAll(stores);
    header.add("");
    Table table = new Table(header);
    TreeSet<String> forbidden = new TreeSet<>();
    results.forEach(result -> forbidden.addAll(result.forbidden()));
    Stream.concat(known.acceptable().stream(), forbidden.stream())
        .forEach(
            outcome -> {
              List<String> cells = new ArrayList<>(List.of(outcome));
              for (String store : stores) {
                long count =
                    results.stream()
                        .filter(result -> result.run().subject().name().equals(store))
                        .mapToLong(result -> result.outcomes().getOrDefault(outcome, 0L))
                        .sum();
                cells.add(String.format(Locale.ROOT, "%,d", count));
              }
              cells.add(known.isForbidden(outcome) ? "**forbidden**" : known.meaning(outcome));
              table.add(cells);
            });
    page.append(table.toMarkdown());
    results.stream()
        .filter(result -> !result.failure().isEmpty())
        .forEach(
            result ->
                page.append("\n**")
                    .append(result.run())
                    .append("**: ")
                    .append(result.failure())
                    .append('\n'));
  }

  private List<String> sibling(RaceResult first) {
    List<RaceResult> rounds =
        onSiblings.stream()
            .filter(
                result ->
                    result.run().race().equals(first.run().race())
                        && result.run().subject().equals(first.run().subject()))
            .toList();
    long found = rounds.stream().filter(RaceResult::isFlagged).count();
    long forbidden = rounds.stream().mapToLong(RaceResult::forbiddenSamples).sum();
    long samples = rounds.stream().mapToLong(RaceResult::samples).sum();
    return List.of(
        first.run().race().name(),
        first.run().subject().name(),
        found + " of " + rounds.size(),
        String.format(Locale.ROOT, "%,d of %,d", forbidden, samples),
        rounds.stream().flatMap(result -> result.forbidden().stream()).findFirst().orElse("–"));
  }

  private List<String> distinct(Function<RaceResult, String> name) {
    return onStores.stream().map(name).distinct().toList();
  }
}
