package io.github.semel.redis.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** What became of a call in the end. */
public sealed interface Answer {

  /**
   * What the server said.
   *
   * @param value a number, bytes, a list of them, or {@link Link.NoReply}
   * @param acknowledged how many replicas have confirmed it, where the call was durable
   * @param inDoubt whether an earlier sending may have taken place, so that this answer is one to a
   *     call that was there before
   */
  record Reply(Object value, int acknowledged, boolean inDoubt) implements Answer {}

  /**
   * The server refused the last sending.
   *
   * @param inDoubt whether an earlier sending may have taken place
   */
  record Refusal(Fault fault, JedisDataException error, boolean inDoubt) implements Answer {}

  /**
   * No answer came in time.
   *
   * @param inDoubt whether the call may have taken place
   * @param trouble what happened to the last sending, if anything
   */
  record Silence(boolean inDoubt, Duration timeout, @Nullable RuntimeException trouble)
      implements Answer {}
}
