package io.github.semel.stress.redis;

import io.github.semel.redis.server.RedisServer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says of the scripts it has run. */
final class ScriptStatistics {

  private static final Pattern CALLS = Pattern.compile("\\bcalls=(\\d+)");

  private ScriptStatistics() {}

  /**
   * How many operations on keys that are there the server's scripts have done, whoever heard of it:
   * each reads its key once, and nobody else reads whole keys.
   */
  static long onHeldKeys(RedisServer server) {
    return calls(server, "get");
  }

  /**
   * How many claims the server has granted or granted again, whoever heard of it. One run may claim
   * many keys. A key is set by the claim that is its first; one that is sent again tries to set it,
   * reads it and sets it again. A claim that finds another's has tried and read, and is not
   * counted.
   */
  static long granted(RedisServer server) {
    return calls(server, "set") - calls(server, "get");
  }

  private static long calls(RedisServer server, String command) {
    Matcher calls = CALLS.matcher(server.info("commandstats", "cmdstat_" + command));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }
}
