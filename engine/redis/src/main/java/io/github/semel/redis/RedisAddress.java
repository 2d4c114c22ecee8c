package io.github.semel.redis;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;

/**
 * Where a server listens.
 *
 * @param host a name or an IP address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record RedisAddress(String host, int port) {

  /** The port that servers listen on by default. */
  public static final int DEFAULT_PORT = 6379;

  /** The port that Sentinels listen on by default. */
  public static final int DEFAULT_SENTINEL_PORT = 26379;

  /** Checks the parts. */
  public RedisAddress {
    if (Limits.requireNonNull("host", host).isEmpty()) {
      throw new InvalidArgumentException("host", host, "a name or an IP address");
    }
    Limits.requireRange("port", port, 1, 65_535);
  }

  /**
   * Reads {@code host:port}, {@code host}, {@code [ipv6]:port} or {@code [ipv6]}.
   *
   * @param defaultPort for text without a port
   * @throws InvalidArgumentException for any other text
   */
  public static RedisAddress parse(String text, int defaultPort) {
    String address = Limits.requireNonNull("address", text);
    int afterHost = address.startsWith("[") ? address.indexOf(']') + 1 : 0;
    int colon = address.indexOf(':', afterHost);
    String host = colon < 0 ? address : address.substring(0, colon);
    if (afterHost > 0) {
      host = address.substring(1, afterHost - 1);
    }
    try {
      int port = colon < 0 ? defaultPort : Integer.parseInt(address.substring(colon + 1));
      return new RedisAddress(host, port);
    } catch (IllegalArgumentException e) {
      InvalidArgumentException refused =
          new InvalidArgumentException("address", text, "host:port, with a port of 1 to 65535");
      refused.initCause(e);
      throw refused;
    }
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
