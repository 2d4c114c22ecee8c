package io.github.semel.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of {@code benchmarks.jar}. */
@Command(
    name = "java -jar benchmarks.jar",
    description = "Compares stores with each other and with what people use instead.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CompareCommand.class,
      ChooseCommand.class,
      ReportCommand.class,
      JmhCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all of it went well",
      "1:something could not be measured, or nothing fits",
      "2:bad arguments",
    })
public final class Main implements Runnable {

  private static final String JMH = "jmh";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "this")
  private boolean help;

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /** Where the commands print. */
  PrintStream out() {
    return out;
  }

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) throws IOException {
    // What JMH makes of its options is its own.
    if (arguments.length > 0 && arguments[0].equals(JMH)) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    // The tables are not ASCII, and Java 17 would ask the locale.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(out, writer(System.err), arguments));
  }

  static int run(PrintStream out, PrintWriter err, String... arguments) {
    return commandLine(out).setOut(writer(out)).setErr(err).execute(arguments);
  }

  private static CommandLine commandLine(PrintStream out) {
    CommandLine commandLine =
        new CommandLine(new Main(out)).setCaseInsensitiveEnumValuesAllowed(true);
    for (CommandLine command : commandLine.getSubcommands().values()) {
      command.getCommandSpec().usageMessage().autoWidth(true).sortOptions(false);
    }
    return commandLine;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }
}
