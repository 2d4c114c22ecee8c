package io.github.semel.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Server binaries that lie as resources in dependencies' jars. Each is unpacked once into the
 * user's cache directory, under the digest of its content, and stays there.
 */
final class CarriedBinary {

  /** Redis 7.0.15, in the jar of {@code org.signal:embedded-redis}. */
  static final Map<String, String> REDIS_7_0 =
      Map.of(
          "linux-amd64", "redis-server-7.0.15-linux-amd64",
          "linux-arm64", "redis-server-7.0.15-linux-arm64",
          "linux-386", "redis-server-7.0.15-linux-386",
          "darwin-amd64", "redis-server-7.0.15-darwin-amd64",
          "darwin-arm64", "redis-server-7.0.15-darwin-arm64");

  /**
   * Redis 6.2, in the jar of {@code com.github.codemonstur:embedded-redis}; its files are named by
   * the version of the packaging.
   */
  static final Map<String, String> REDIS_6_2 =
      Map.of(
          "linux-amd64", "redis-server-6.2.6-v5-linux-amd64",
          "linux-arm64", "redis-server-6.2.7-linux-arm64",
          "linux-386", "redis-server-6.2.7-linux-386",
          "darwin-amd64", "redis-server-6.2.6-v5-darwin-amd64",
          "darwin-arm64", "redis-server-6.2.6-v5-darwin-arm64");

  private CarriedBinary() {}

  /**
   * The unpacked binary for this system, which need not run here.
   *
   * @throws UncheckedIOException when it cannot be unpacked anywhere
   */
  static Optional<Path> unpack(Map<String, String> resources) {
    String resource = resources.get(system());
    if (resource == null) {
      return Optional.empty();
    }
    byte @Nullable [] content = read(resource);
    return content == null ? Optional.empty() : Optional.of(unpack(resource, content));
  }

  private static byte @Nullable [] read(String resource) {
    try (InputStream stream = CarriedBinary.class.getResourceAsStream("/" + resource)) {
      return stream == null ? null : stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static Path unpack(String resource, byte[] content) {
    try {
      return unpack(cacheDirectory().resolve(digest(content)), resource, content);
    } catch (IOException e) {
      try {
        // A home that cannot be written to is common in containers.
        return unpack(Files.createTempDirectory("semel-redis"), resource, content);
      } catch (IOException inTemporary) {
        e.addSuppressed(inTemporary);
        throw new UncheckedIOException("cannot unpack " + resource, e);
      }
    }
  }

  private static Path unpack(Path directory, String resource, byte[] content) throws IOException {
    Path binary = directory.resolve(resource);
    if (Files.isExecutable(binary) && Files.size(binary) == content.length) {
      return binary;
    }
    Files.createDirectories(directory);
    // Another JVM may do the same now: neither may see, let alone run, half a file.
    Path part = Files.createTempFile(directory, resource, ".part");
    try {
      Files.write(part, content);
      if (!part.toFile().setExecutable(true, true)) {
        throw new IOException("cannot make " + part + " executable");
      }
      Files.move(part, binary, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return binary;
  }

  private static Path cacheDirectory() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured == null || configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return caches.resolve("semel").resolve("redis");
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = name.startsWith("mac") ? "darwin" : name;
    String architecture =
        switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case "x86", "i386", "i486", "i586", "i686" -> "386";
          default -> "unknown";
        };
    return system + "-" + architecture;
  }
}
