package io.github.semel.stress;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How and where something was run, for the files that say what came of it. */
public final class Surroundings {

  private static final String COMMAND = "java -jar stress-tests/target/stress-tests.jar ";

  private Surroundings() {}

  /** The command, the date, and what it ran on; more may be added. */
  public static Map<String, String> of(List<String> arguments) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("command", "`" + COMMAND + String.join(" ", arguments) + "`");
    settings.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    settings.put("Java", String.valueOf(Runtime.version()));
    settings.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    settings.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return settings;
  }
}
