package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of this one. */
final class ChildJvm {

  private ChildJvm() {}

  /** Runs a JVM with the flags that Chronicle Map needs; returns what it wrote. */
  static String run(Class<?> main, String... arguments) throws Exception {
    return run(RuntimeCheck.flags(), main, arguments);
  }

  /** Runs a JVM to its end; returns what it wrote. */
  static String run(List<String> flags, Class<?> main, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("semel", ".output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends in time").isTrue();
      return Files.readString(output);
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(output);
    }
  }
}
