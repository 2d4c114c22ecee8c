package io.github.semel.stress.redis;

import io.github.semel.redis.server.RedisServer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says of the scripts it has run. */
final class ScriptStatistics {

  private static final Pattern CALLS = Pattern.compile("\\bcalls=(\\d+)");
  private static final Pattern FAILED = Pattern.compile("\\bfailed_calls=(\\d+)");

  private ScriptStatistics() {}

  /** How many scripts the server has run to their end, whoever heard of it. */
  static long executed(RedisServer server) {
    return executed(server.info("commandstats", "cmdstat_evalsha"))
        + executed(server.info("commandstats", "cmdstat_eval"));
  }

  /** A digest that the server did not know is a call that failed. */
  private static long executed(String line) {
    return number(CALLS, line) - number(FAILED, line);
  }

  private static long number(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
