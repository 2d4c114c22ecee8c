package io.github.semel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs what is measured in a JVM of its own. */
final class MeasuringProcess {

  private MeasuringProcess() {}

  /**
   * Runs a program to its end; what it prints goes to the log.
   *
   * @param jvmArguments what its JVM gets
   * @param program the class with the main method
   * @param arguments what it gets, before the file that it writes its result to
   * @return the result; empty when the program failed
   */
  static Optional<String> run(
      List<String> jvmArguments, Class<?> program, List<String> arguments, Path log)
      throws IOException {
    Path result = Files.createTempFile("semel-measured", ".json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    command.add(result.toString());
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start()
              .waitFor();
      return status == 0 ? Optional.of(Files.readString(result)) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program.getSimpleName() + " measured", e);
    } finally {
      Files.deleteIfExists(result);
    }
  }
}
