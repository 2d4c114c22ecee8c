package io.github.semel.redis;

import io.github.semel.StoreCorruptException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Fault;
import redis.clients.jedis.exceptions.JedisDataException;

/** What an answer means to the user: a value, or an exception that says what to do. */
final class Answers {

  private static final String DOUBT = ", outcome unknown: resend it with the same owner or ticket";

  private Answers() {}

  /** The server's reply; {@code what} names the call in the message of an exception. */
  static Object value(String what, Answer answer) {
    if (answer instanceof Answer.Reply reply) {
      return reply.value();
    }
    throw unavailable(what, answer, "");
  }

  /** As {@link #value}, for a call on a key. */
  static Object value(String operation, String key, Answer answer) {
    if (answer instanceof Answer.Refusal refusal) {
      if (refusal.fault() == Fault.WRONGTYPE) {
        throw new StoreCorruptException(key, "the server's key holds no string", refusal.error());
      }
    }
    if (answer instanceof Answer.Reply reply) {
      return reply.value();
    }
    throw unavailable(called(operation, key), answer, DOUBT);
  }

  /**
   * What is known of an operation that was refused, and asked for once more in another way. What
   * the server has said then is the last word. Where it has said nothing, or refused that too, the
   * first answer stands if it leaves a doubt, of which the second knows nothing; or if it leaves
   * none and the second was not even sent.
   */
  static Answer surer(Answer.Refusal first, Answer second) {
    boolean firstStands =
        first.inDoubt()
            ? !(second instanceof Answer.Reply)
            : second instanceof Answer.Silence silence && !silence.inDoubt();
    return firstStands ? first : second;
  }

  /**
   * Refuses a no to a call that was sent again: it may be the doing of the first sending, of which
   * others that came in between have left no trace.
   */
  static void requireCertain(String operation, String key, Answer answer) {
    if (answer instanceof Answer.Reply reply && reply.inDoubt()) {
      throw new StoreUnavailableException(
          called(operation, key)
              + " was sent again after its answer was lost, and found nothing to do"
              + DOUBT,
          null);
    }
  }

  private static String called(String operation, String key) {
    return operation + " of key \"" + key + "\"";
  }

  private static StoreUnavailableException unavailable(String what, Answer answer, String doubt) {
    if (answer instanceof Answer.Refusal refusal) {
      return new StoreUnavailableException(
          what
              + (refusal.inDoubt()
                  ? " was refused when it was sent again" + doubt + ": "
                  : " was refused and did not take place: ")
              + explained(refusal.error()),
          refusal.error());
    }
    Answer.Silence silence = (Answer.Silence) answer;
    RuntimeException trouble = silence.trouble();
    String time = " within " + silence.timeout().toMillis() + " ms";
    return new StoreUnavailableException(
        what
            + (silence.inDoubt()
                ? " was not answered" + time + doubt
                : " could not be sent"
                    + time
                    + " and did not take place: is the server running, and not overloaded?")
            + (trouble == null ? "" : ": " + explained(trouble)),
        trouble);
  }

  /** What a server or a connection said, and what can be done about it. */
  private static String explained(RuntimeException trouble) {
    String advice = trouble instanceof JedisDataException error ? Fault.of(error).advice() : "";
    return trouble.getMessage() + (advice.isEmpty() ? "" : " (" + advice + ")");
  }
}
