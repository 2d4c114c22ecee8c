package io.github.semel.stress.redis;

import io.github.semel.redis.server.RedisServer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says of the scripts it has run. */
final class ScriptStatistics {

  private static final Pattern CALLS = Pattern.compile("\\bcalls=(\\d+)");

  private ScriptStatistics() {}

  /**
   * How many operations the server's scripts have done, whoever heard of it. One run may claim many
   * keys; but each key that a script works on is read once, and nobody else reads whole keys.
   */
  static long executed(RedisServer server) {
    Matcher calls = CALLS.matcher(server.info("commandstats", "cmdstat_get"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }
}
