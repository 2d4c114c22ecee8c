package io.github.semel.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The payments API in a JVM of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {

  /** What Chronicle Map needs of the JDK; the executable jar has it in its manifest. */
  private static final List<String> FLAGS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");

  private static final String ADDRESS = "payments http://127.0.0.1:";

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one on any free port, and waits until it listens. */
  static ServerProcess start(String store, URI gateway) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("--port", "0", "--store", store, "--gateway", gateway.toString()));
    command.addAll(List.of("--gateway-timeout", "PT10S", "--lease", "PT1.5S"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    // Not in a try: the reader's end would be the pipe's.
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(ADDRESS)) {
        String port = line.substring(ADDRESS.length(), line.length() - 1);
        return new ServerProcess(process, Integer.parseInt(port));
      }
      said.append(line).append('\n');
    }
    throw new IOException("the server did not start: " + said);
  }

  int port() {
    return port;
  }

  /** Ends it as a power cut would: it closes and says nothing. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
