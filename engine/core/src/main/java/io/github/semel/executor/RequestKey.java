package io.github.semel.executor;

import io.github.semel.Fingerprint;
import io.github.semel.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes two requests the same: the key, what the request says, and, where the key is no id of
 * the caller's, the window within which a second is taken for a duplicate of the first.
 *
 * @param key names the operation in the store
 * @param fingerprint notices another request under the same key
 * @param window how long the outcome is kept, counted from its completion; empty for the executor's
 *     ttl
 */
public record RequestKey(String key, Fingerprint fingerprint, Optional<Duration> window) {

  /** Checks the parts. */
  public RequestKey {
    Limits.requireKey(key);
    Limits.requireNonNull("fingerprint", fingerprint);
    Limits.requireNonNull("window", window).ifPresent(Limits::requireTtl);
  }

  /** A key that is unique as it is. */
  public static RequestKey of(String key, Fingerprint fingerprint) {
    return new RequestKey(key, fingerprint, Optional.empty());
  }

  /** A request id that the client made, unique among its own: no client meets another's. */
  public static RequestKey ofRequestId(String client, String requestId, Fingerprint fingerprint) {
    Limits.requireKey(client);
    Limits.requireKey(requestId);
    // The length tells where the client ends: ("a:b", "c") and ("a", "b:c") stay apart.
    return of(client.length() + ":" + client + ":" + requestId, fingerprint);
  }

  /**
   * A request known by its content: the same client asking the same operation for the same thing
   * within the window is a duplicate.
   */
  public static RequestKey ofContent(
      String client, String operation, byte[] content, Duration window) {
    Limits.requireNonNull("content", content);
    return ofDigest(window, "content", requireNamed(client, operation), content);
  }

  /**
   * A request known by the fields that make two of them similar, whatever their order; what differs
   * beside them does not count. Usually with a window of minutes.
   */
  public static RequestKey ofSimilar(
      String client, String operation, Map<String, String> fields, Duration window) {
    List<byte[]> parts = new ArrayList<>(List.of(requireNamed(client, operation)));
    Limits.requireNonNull("fields", fields)
        .keySet()
        .forEach(name -> Limits.requireNonNull("name of a field", name));
    fields.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            field -> {
              parts.add(Limits.utf8("name of a field", field.getKey()));
              parts.add(Limits.utf8("field " + field.getKey(), field.getValue()));
            });
    return ofDigest(window, "similar", parts.toArray(byte[][]::new));
  }

  /**
   * The digest is the key, and a second one over the same parts is the fingerprint: content that
   * collides in the first is refused as a mismatch, not taken for a duplicate.
   */
  private static RequestKey ofDigest(Duration window, String kind, byte[][] first, byte[]... rest) {
    byte[][] parts = Arrays.copyOf(first, first.length + rest.length + 1);
    System.arraycopy(rest, 0, parts, first.length, rest.length);
    parts[parts.length - 1] = Limits.utf8("kind", kind);
    Fingerprint key = Fingerprint.of(parts);
    parts[parts.length - 1] = Limits.utf8("kind", kind + ".check");
    return new RequestKey(
        kind + ":" + key, Fingerprint.of(parts), Optional.of(Limits.requireTtl(window)));
  }

  private static byte[][] requireNamed(String client, String operation) {
    return new byte[][] {Limits.utf8("client", client), Limits.utf8("operation", operation)};
  }
}
