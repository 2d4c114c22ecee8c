package io.github.semel.redis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server on one port with a directory of its own, and the process that runs it now, if one does.
 * Safe from any thread; calls that start or end the process wait for each other.
 */
final class ServerProcess implements AutoCloseable {

  /** Makes the lines of the configuration file, once the directory and the port are known. */
  interface Configuration {
    List<String> lines(Path home, int port) throws IOException;
  }

  /** What is started: ports to try, whether as a sentinel, and the password it will ask for. */
  record Launch(
      RedisBinary binary,
      boolean sentinel,
      IntSupplier ports,
      Configuration configuration,
      @Nullable String password) {}

  private enum State {
    STARTING,
    READY,
    PORT_TAKEN
  }

  private static final int ATTEMPTS = 10;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STARTING_PING = Duration.ofSeconds(2);
  private static final long EXIT_SECONDS = 20;
  private static final int TAIL_CHARACTERS = 4_000;

  private final Launch launch;
  private final Path home;
  private final int port;

  // Written under this object's monitor, by a start. Read without it as well, so that a kill does
  // not wait for a start that hangs.
  private volatile @Nullable Process process;

  // Set by close() alone, before it kills: a start that does not see it yet is killed by it.
  private volatile boolean closed;

  private ServerProcess(Launch launch, Path home, int port) {
    this.launch = launch;
    this.home = home;
    this.port = port;
  }

  /**
   * Starts a server and waits until it answers. The port was free when it was chosen; where another
   * process was faster, another port is tried.
   */
  static ServerProcess start(Launch launch) {
    for (int attempt = 1; ; attempt++) {
      int port = launch.ports().getAsInt();
      ServerProcess server;
      try {
        Path home = Files.createTempDirectory("semel-redis-" + port + "-");
        server = new ServerProcess(launch, home, port);
        Files.createDirectory(server.data());
        Files.write(server.configurationFile(), launch.configuration().lines(home, port));
      } catch (IOException e) {
        throw new RedisServerException("cannot prepare a server", e);
      }
      Reaper.add(server);
      try {
        if (server.spawn() == State.READY) {
          return server;
        }
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
      server.close();
      if (attempt == ATTEMPTS) {
        throw new RedisServerException("every port tried was taken, last " + port);
      }
    }
  }

  Path data() {
    return home.resolve("data");
  }

  private Path configurationFile() {
    return home.resolve("redis.conf");
  }

  private Path logFile() {
    return home.resolve("server.log");
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** What {@link RedisServer#restart} says; the data is written by {@code save}. */
  synchronized void restart(boolean keepData, Runnable save) {
    if (isAlive()) {
      signal("CONT");
      if (keepData) {
        save.run();
      }
      kill();
    }
    if (!keepData) {
      removeData();
    }
    for (int attempt = 1; spawn() == State.PORT_TAKEN; attempt++) {
      if (attempt == ATTEMPTS) {
        throw failure("another process has taken the port");
      }
      sleepBeforeRetry();
    }
  }

  private static void sleepBeforeRetry() {
    for (int i = 0; i < 50; i++) {
      Await.pause();
    }
  }

  private synchronized State spawn() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    List<String> command = new ArrayList<>();
    command.add(launch.binary().path().toString());
    command.add(configurationFile().toString());
    if (launch.sentinel()) {
      command.add("--sentinel");
    }
    long logged = logFile().toFile().length();
    Process started;
    try {
      started =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(logFile().toFile()))
              .start();
    } catch (IOException e) {
      throw failure("cannot run " + launch.binary().path(), e);
    }
    process = started;
    Reaper.started(started, home);
    State state = awaitReady(started, logged);
    if (state != State.READY) {
      kill();
    }
    return state;
  }

  /** Waits until this very process answers, or has found its port taken. */
  private State awaitReady(Process started, long logged) {
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (closed) {
        throw new IllegalStateException("closed while it started");
      }
      if (!started.isAlive()) {
        if (log().substring((int) Math.min(logged, log().length())).contains("already in use")) {
          return State.PORT_TAKEN;
        }
        throw failure("the server ended with exit code " + started.exitValue());
      }
      try {
        State state = answer(started.pid());
        if (state != State.STARTING) {
          return state;
        }
      } catch (UncheckedIOException e) {
        // Not listening yet.
      }
      Await.pause();
    }
    throw failure("no answer in " + START.toSeconds() + " s");
  }

  /**
   * Whether the server that answers on the port is ready and is ours, or another that was faster.
   */
  private State answer(long pid) {
    try (RespConnection connection =
        ServerAddress.local(port, null).connect(STARTING_PING, StandardCharsets.UTF_8)) {
      try {
        connection.command("PING");
      } catch (RespErrorException e) {
        // All but one of the errors tell of a server that is up and is choosy.
        if (e.code().equals("LOADING")) {
          return State.STARTING;
        }
      }
      try {
        if (launch.password() != null) {
          connection.command("AUTH", launch.password());
        }
        String info = String.valueOf(connection.command("INFO", "server"));
        return info.contains("process_id:" + pid + "\r") ? State.READY : State.PORT_TAKEN;
      } catch (RespErrorException e) {
        // It does not let us look; a foreign server is then recognised when ours ends.
        return State.READY;
      }
    }
  }

  /** Ends the process with SIGKILL and waits until it is gone; no effect when none runs. */
  void kill() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
      awaitExit(current);
    }
  }

  private static void awaitExit(Process current) {
    boolean interrupted = false;
    while (true) {
      try {
        if (!current.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
          current.destroyForcibly().waitFor();
        }
        break;
      } catch (InterruptedException e) {
        // A server left running would outlive the test: the interrupt has to wait.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends {@code STOP} or {@code CONT}. */
  void signal(String name) {
    Process current = process;
    if (current == null || !current.isAlive()) {
      throw new IllegalStateException("no process runs");
    }
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, String.valueOf(current.pid()))
              .redirectErrorStream(true)
              .start();
      String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kill.waitFor() != 0) {
        throw new RedisServerException("cannot send " + name + ": " + output);
      }
    } catch (IOException e) {
      throw new RedisServerException("cannot send " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisServerException("interrupted while sending " + name, e);
    }
  }

  /** Removes what the server has written of its data, but not of its place in a cluster. */
  private void removeData() {
    deleteTree(data());
    try {
      Files.createDirectory(data());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + data(), e);
    }
  }

  /** All the server has printed since the first start. */
  String log() {
    try {
      return Files.exists(logFile())
          ? new String(Files.readAllBytes(logFile()), StandardCharsets.UTF_8)
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log", e);
    }
  }

  RedisServerException failure(String message) {
    return failure(message, null);
  }

  private RedisServerException failure(String message, @Nullable Throwable cause) {
    String log = log();
    String tail = log.substring(Math.max(0, log.length() - TAIL_CHARACTERS));
    return new RedisServerException(
        launch.binary() + " on port " + port + ": " + message + "; end of its log:\n" + tail,
        cause);
  }

  /** Kills the process and removes the directory; the shutdown hook calls this as well. */
  @Override
  public void close() {
    closed = true;
    kill();
    synchronized (this) {
      // A start that was under way has now failed, or is found here.
      kill();
    }
    deleteTree(home);
    Reaper.remove(this);
  }

  private static void deleteTree(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Files left in a temporary directory harm nobody.
    }
  }
}
