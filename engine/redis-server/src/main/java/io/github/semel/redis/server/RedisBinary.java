package io.github.semel.redis.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server binary that runs on this machine. Immutable.
 *
 * @param path the executable
 * @param version as the binary tells it, such as {@code 7.0.15}
 */
public record RedisBinary(Path path, String version) {

  private static final Pattern VERSION = Pattern.compile("v=((\\d+)\\.(\\d+)\\.\\S+)");
  private static final List<String> NAMES = List.of("redis-server", "valkey-server");
  private static final long RUN_SECONDS = 20;

  /**
   * The binary to test with: the machine's own where it has one, else Redis 7.0 as carried by a
   * dependency.
   *
   * @throws RedisServerException when neither is there for this system
   */
  public static RedisBinary find() {
    return onPath()
        .or(RedisBinary::carried)
        .orElseThrow(
            () ->
                new RedisServerException(
                    "no Redis for this system: put redis-server on the PATH, or name a server with"
                        + " -Dsemel.redis.url=redis://host:port"));
  }

  /** The first {@code redis-server} on the {@code PATH} that runs, else {@code valkey-server}. */
  public static Optional<RedisBinary> onPath() {
    String path = System.getenv("PATH");
    for (String name : NAMES) {
      for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
        Path binary = Path.of(directory, name);
        if (!directory.isEmpty() && Files.isExecutable(binary)) {
          Optional<RedisBinary> found = at(binary);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Redis 7.0, statically linked, as carried by a dependency; empty on a system it is not for. */
  public static Optional<RedisBinary> carried() {
    return Carried.REDIS_7_0;
  }

  /**
   * Redis 6.2 as carried by a dependency; empty where it does not run, which may be for want of
   * OpenSSL 3.
   */
  public static Optional<RedisBinary> redis62() {
    return Carried.REDIS_6_2;
  }

  /** The binary at {@code path}, or empty when it does not run or tells no version. */
  public static Optional<RedisBinary> at(Path path) {
    Matcher version = VERSION.matcher(run(path, "--version"));
    return version.find() ? Optional.of(new RedisBinary(path, version.group(1))) : Optional.empty();
  }

  /** Whether the version is {@code major.minor} or later. */
  public boolean atLeast(int major, int minor) {
    Matcher parts = VERSION.matcher("v=" + version);
    if (!parts.matches()) {
      return false;
    }
    int ownMajor = Integer.parseInt(parts.group(2));
    return ownMajor > major || (ownMajor == major && Integer.parseInt(parts.group(3)) >= minor);
  }

  /** Whether it was built with TLS; found out by running it. */
  public boolean supportsTls() {
    // With TLS it misses the certificate; without, it does not know the directive. It exits at once
    // either way.
    return run(path, "--port", "0", "--tls-port", "1", "--save", "").contains("tls-cert-file");
  }

  /** What the binary prints, or nothing when it cannot be run or does not end. */
  private static String run(Path path, String... arguments) {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisServerException("interrupted while running " + path, e);
    }
  }

  /** Unpacks on first use, once. */
  private static final class Carried {

    static final Optional<RedisBinary> REDIS_7_0 = unpack(CarriedBinary.REDIS_7_0);
    static final Optional<RedisBinary> REDIS_6_2 = unpack(CarriedBinary.REDIS_6_2);

    private static Optional<RedisBinary> unpack(Map<String, String> resources) {
      try {
        return CarriedBinary.unpack(resources).flatMap(RedisBinary::at);
      } catch (UncheckedIOException e) {
        throw new RedisServerException("cannot unpack the Redis that a dependency carries", e);
      }
    }
  }
}
