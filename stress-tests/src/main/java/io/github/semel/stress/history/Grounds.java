package io.github.semel.stress.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where the rounds of a campaign take place.
 *
 * @param folder the logs, and what else is written; removed with the campaign
 * @param field what the clients have in common
 * @param vocabulary of this campaign
 * @param threads clients of a process
 * @param seed from which clients and faults are drawn
 * @param end when the campaign is to end, in {@code nanoTime} of this process
 */
record Grounds(
    Path folder, Field field, Vocabulary vocabulary, long run, int threads, long seed, long end) {

  /** So many entries in the order are a round: two a call. */
  private static final long ENTRIES_A_ROUND = 800_000;

  /** However short the campaign is. */
  private static final long LEAST_ENTRIES = 60_000;

  private static final long LOOK_MILLIS = 10;

  static Grounds of(Path folder, boolean injected, int threads, long seed, long end) {
    long run = System.currentTimeMillis();
    return new Grounds(
        folder, new Field(folder, injected), new Vocabulary(run), run, threads, seed, end);
  }

  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  void beginRound() {
    field.beginRound(Client.freshKey(field));
  }

  /** Waits until there are calls enough for a round, or the campaign is over. */
  void awaitCalls() {
    long least = field.order() + LEAST_ENTRIES;
    long enough = field.order() + ENTRIES_A_ROUND;
    try {
      while (field.order() < (isOver() ? least : enough)) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void wrong(String text) {
    ClientProcess.wrong(folder, text);
  }

  /** The calls of the round that has ended; their logs are removed. */
  List<Call> endRound(Deaths deaths) throws IOException {
    List<Call> calls = HistoryLog.read(folder);
    HistoryLog.delete(folder);
    calls.forEach(deaths::end);
    return calls;
  }

  /** Starts a process with clients; what it prints goes to a file in the folder. */
  Process start(String uri, List<String> flags, long seed, int process, int processes)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ClientProcess.class.getName(),
            folder.toString(),
            uri,
            "" + field.isInjected(),
            "" + run,
            "" + threads,
            "" + seed,
            "" + process,
            "" + processes));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  /** Lets a process end by itself. */
  void awaitEnd(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException("a process did not end: " + output());
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("a process failed: " + output());
    }
  }

  String output() throws IOException {
    Path output = folder.resolve("output");
    return Files.exists(output) ? Files.readString(output) : "";
  }

  /** Sends {@code STOP} or {@code CONT}. */
  static void signal(Process process, String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("cannot send " + name + " to a process");
    }
  }
}
