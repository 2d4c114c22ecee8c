package io.github.semel.benchmarks;

import io.github.semel.benchmarks.report.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.util.Version;

/** Where, when and how a comparison was made, for the file beside its figures. */
final class Environment {

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();

  private Environment() {}

  /** What is the same for all benchmarks. */
  static Environment of(CompareOptions options, String settings) {
    Environment described = new Environment();
    Map<String, String> environment = described.environment;
    environment.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    environment.put(
        "JVM",
        property("java.vm.name")
            + " "
            + property("java.runtime.version")
            + ", "
            + property("java.vm.vendor"));
    environment.put("system", property("os.name") + " " + kernel() + " " + property("os.arch"));
    environment.put("processor", processor());
    environment.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    environment.put("memory", memory());
    environment.put("arguments of each fork", String.join(" ", options.jvmArguments()));
    environment.put("JMH", Version.getPlainVersion());
    environment.put("extent", options.extent().name().toLowerCase(Locale.ROOT));
    environment.put("settings", settings);
    return described;
  }

  /** With one more line. */
  Environment with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** With a list beside the environment. */
  Environment with(String name, List<String> texts) {
    lists.put(name, texts);
    return this;
  }

  /** The file's text. */
  String toJson() {
    return environment.entrySet().stream()
        .map(entry -> "    " + Json.quote(entry.getKey()) + ": " + Json.quote(entry.getValue()))
        .collect(
            Collectors.joining(
                ",\n",
                "{\n  \"environment\": {\n",
                "\n  }"
                    + lists.entrySet().stream()
                        .map(
                            list ->
                                ",\n  " + Json.quote(list.getKey()) + ": " + array(list.getValue()))
                        .collect(Collectors.joining())
                    + "\n}\n"));
  }

  private static String array(List<String> texts) {
    return texts.stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /** The version's number, without what a builder has appended to it. */
  private static String kernel() {
    return property("os.version").replaceFirst("^(\\d+(\\.\\d+)*).*", "$1");
  }

  private static String memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.round(system.getTotalMemorySize() / (double) (1L << 30)) + " GiB"
        : "unknown";
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      // Not Linux; Windows tells it by a variable, others not at all.
      String identifier = System.getenv("PROCESSOR_IDENTIFIER");
      return identifier == null ? "unknown" : identifier;
    }
  }
}
