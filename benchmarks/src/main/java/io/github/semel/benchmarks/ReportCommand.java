package io.github.semel.benchmarks;

import io.github.semel.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes the pages again from the files. */
@Command(name = "report", description = "Makes the pages again from the files of a comparison.")
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private Main main;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where the files are; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("results");

  @Override
  public Integer call() throws IOException {
    if (!Report.isWritten(results)) {
      throw new ParameterException(
          spec.commandLine(),
          "--results must be a folder that compare or the stress tests have written, but is "
              + results);
    }
    main.out().print(Report.write(results));
    return 0;
  }
}
