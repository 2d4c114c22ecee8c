package io.github.semel.benchmarks;

import io.github.semel.benchmarks.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** What {@code java -jar benchmarks.jar} runs. */
public final class Main {

  static final String USAGE =
      """
      java -jar benchmarks.jar COMMAND

        compare   measures the stores and their rivals, prints tables and writes files;
                  compare --help says more
        report    makes the tables again from the files: report [--results DIR]
        jmh       runs JMH itself with its own options: jmh -h, jmh FreshKeys -p store=heap:,map
      """;

  private Main() {}

  /** Runs a command; the exit status is 0 when all of it went well, 2 for bad arguments. */
  public static void main(String[] arguments) throws IOException {
    // The tables are not ASCII, and Java 17 would ask the locale.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String command = arguments.length == 0 ? "" : arguments[0];
    String[] rest = arguments.length == 0 ? arguments : tail(arguments);
    switch (command) {
      case "compare" -> System.exit(Compare.run(rest, out));
      case "report" -> System.exit(report(rest, out));
      case "jmh" -> org.openjdk.jmh.Main.main(rest);
      default -> {
        out.print(USAGE);
        System.exit(command.isEmpty() || command.endsWith("help") ? 0 : 2);
      }
    }
  }

  private static int report(String[] arguments, PrintStream out) throws IOException {
    Path results = Path.of("results");
    if (arguments.length == 2 && arguments[0].equals("--results")) {
      results = Path.of(arguments[1]);
    } else if (arguments.length > 0) {
      out.print(USAGE);
      return 2;
    }
    if (!Report.isWritten(results)) {
      out.println("--results must be a folder that compare has written, but is " + results);
      return 2;
    }
    out.print(Report.write(results));
    return 0;
  }

  private static String[] tail(String[] arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }
}
