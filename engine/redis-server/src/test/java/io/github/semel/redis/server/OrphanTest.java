package io.github.semel.redis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers do not outlive their JVM, whatever ends it. */
@Timeout(120)
class OrphanTest {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** A JVM that starts two servers, one of them paused, tells of them, and closes neither. */
  public static final class Careless {
    public static void main(String[] arguments) throws Exception {
      RedisServer server = RedisServer.start(RedisBinary.find());
      RedisServer paused = RedisServer.start(RedisBinary.find());
      System.out.println(server.info("server", "process_id"));
      System.out.println(paused.info("server", "process_id"));
      System.out.println(((List<?>) server.command("CONFIG", "GET", "dir")).get(1));
      paused.pause();
      // Ends when told to.
      System.in.read();
    }
  }

  private record Started(Process jvm, List<ProcessHandle> servers, Path directory) {}

  private static Started start() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Careless.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
    ProcessHandle first = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
    ProcessHandle second = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
    return new Started(jvm, List.of(first, second), Path.of(lines.readLine()));
  }

  private static void awaitEnd(Started started) {
    Await.until(
        BOUND,
        () -> "still there: " + started.servers(),
        () -> started.servers().stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void ordinaryEndKillsAndRemovesFiles() throws Exception {
    Started started = start();
    started.jvm().getOutputStream().close();

    awaitEnd(started);
    assertThat(started.jvm().waitFor()).isZero();
    assertThat(Files.exists(started.directory().getParent())).isFalse();
  }

  @Test
  void killedJvmTakesItsServersAlong() throws Exception {
    Started started = start();
    started.jvm().destroyForcibly();

    awaitEnd(started);
    Await.until(BOUND, () -> "files left", () -> !Files.exists(started.directory().getParent()));
  }
}
