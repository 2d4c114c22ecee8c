package io.github.semel.redis;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name of letters, digits, dots, hyphens and underscores, or an IP address; an IPv6
 *     address without brackets
 * @param port 1 to 65535
 */
public record RedisAddress(String host, int port) {

  /** The port that servers listen on by default. */
  public static final int DEFAULT_PORT = 6379;

  /** The port that Sentinels listen on by default. */
  public static final int DEFAULT_SENTINEL_PORT = 26379;

  /** A name or an IPv4 address; or an IPv6 address, with its zone or without. */
  private static final Pattern HOST =
      Pattern.compile("[\\p{L}\\p{N}._-]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[\\p{L}\\p{N}._-]+)?");

  /** A colon is the port's, unless it stands in brackets. */
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([^\\]]*:[^\\]]*)]|([^:]*))(?::([0-9]{1,5}))?");

  /** Checks the parts. */
  public RedisAddress {
    if (!isHost(Limits.requireNonNull("host", host))) {
      throw new InvalidArgumentException(
          "host", shown(host), "a name of letters, digits, . - and _, or an IP address");
    }
    Bounds.PORT.require("port", port);
  }

  private static boolean isHost(String text) {
    return HOST.matcher(text).matches();
  }

  /**
   * Reads {@code host:port}, {@code host}, {@code [ipv6]:port} or {@code [ipv6]}.
   *
   * @param defaultPort for text without a port
   * @throws InvalidArgumentException for any other text
   */
  public static RedisAddress parse(String text, int defaultPort) {
    Matcher parts = TEXT.matcher(Limits.requireNonNull("address", text));
    if (parts.matches()) {
      String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
      int port = parts.group(3) == null ? defaultPort : Integer.parseInt(parts.group(3));
      if (isHost(host) && Bounds.PORT.contain(port)) {
        return new RedisAddress(host, port);
      }
    }
    throw new InvalidArgumentException(
        "address",
        shown(text),
        "host, host:port, [ipv6] or [ipv6]:port without spaces, with a port of " + Bounds.PORT);
  }

  /** Who writes an {@code @} may have written a password before it. */
  private static String shown(String text) {
    return text.replaceFirst("(?s).*@", "…@");
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
