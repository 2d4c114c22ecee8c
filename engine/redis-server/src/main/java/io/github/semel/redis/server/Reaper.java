package io.github.semel.redis.server;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ends what this JVM started, however the JVM ends: a shutdown hook kills the servers and removes
 * their files, and for a JVM that is killed a shell waits, told of each server, which does the same
 * for those left when the JVM's end of its input closes.
 */
final class Reaper {

  // It must outlive the Ctrl-C that ends the JVM.
  private static final String GUARD =
      """
      trap '' INT TERM HUP
      pids=
      while read -r sign pid home; do
        case $sign in
          +) pids="$pids $pid"; set -- "$@" "$home" ;;
          -) kept=; for p in $pids; do [ $p = $pid ] || kept="$kept $p"; done; pids=$kept ;;
        esac
      done
      [ -z "$pids" ] || kill -9 $pids
      rm -rf -- "$@"
      """;

  // Concurrent: servers come and go on any thread, and the hook reads it while they do.
  private static final Set<ServerProcess> LIVE = ConcurrentHashMap.newKeySet();

  // Written once and written to under this class's monitor, so that lines do not mix.
  private static @Nullable OutputStream guard;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Reaper::closeAll, "semel-redis-reaper"));
  }

  private Reaper() {}

  /** Called before the first process of a server starts. */
  static void add(ServerProcess server) {
    LIVE.add(server);
  }

  /** Called when a server is closed for good. */
  static void remove(ServerProcess server) {
    LIVE.remove(server);
  }

  /** Called when a process of a server has started. */
  static void started(Process process, Path home) {
    tell("+ " + process.pid() + " " + home + "\n");
    // An id that has become free soon means another process, which is not ours to kill.
    CompletableFuture<Void> unused =
        process.onExit().thenRun(() -> tell("- " + process.pid() + "\n"));
  }

  private static synchronized void tell(String line) {
    try {
      OutputStream lines = guard;
      if (lines == null) {
        Process shell =
            new ProcessBuilder("sh", "-c", GUARD)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        lines = shell.getOutputStream();
        guard = lines;
      }
      lines.write(line.getBytes(StandardCharsets.UTF_8));
      lines.flush();
    } catch (IOException e) {
      // Without the guard the shutdown hook is left, which is enough for a JVM that ends orderly.
    }
  }

  private static void closeAll() {
    LIVE.forEach(ServerProcess::close);
  }
}
