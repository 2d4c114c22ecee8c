package io.github.semel.stress;

import io.github.semel.stress.history.CampaignCommand;
import io.github.semel.stress.races.RacesCommand;
import io.github.semel.stress.soak.SoakCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code stress-tests.jar}: evidence, one command a kind. */
@Command(
    name = "stress-tests",
    description = "Tries to break the promises of every store, and says whether it could.",
    exitCodeOnExecutionException = Main.FAILED,
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CampaignCommand.class,
      FaultsCommand.class,
      RacesCommand.class,
      SoakCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every promise was kept",
      "1:one was not",
      "2:bad arguments",
      "3:it could not be finished, and says nothing",
    })
public final class Main implements Runnable {

  /** The exit status when nothing was violated. */
  public static final int KEPT = 0;

  /** The exit status when something was. */
  public static final int VIOLATED = 1;

  /** The exit status of a run that ended before it could say. */
  public static final int FAILED = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    // The tables are not ASCII, and Java 17 would ask the locale.
    System.exit(run(arguments, writer(System.out), writer(System.err)));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main()).setOut(out).setErr(err).execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }
}
