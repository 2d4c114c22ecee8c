package io.github.semel.redis;

import io.github.semel.StoreCorruptException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Fault;

/** What an answer means to the user: a value, or an exception that says what to do. */
final class Answers {

  private Answers() {}

  /** The server's reply; {@code what} names the call in the message of an exception. */
  static Object value(String what, Answer answer) {
    if (answer instanceof Answer.Reply reply) {
      return reply.value();
    }
    throw unavailable(what, answer);
  }

  /** As {@link #value}, for a call on a key. */
  static Object value(String operation, String key, Answer answer) {
    if (answer instanceof Answer.Refusal refusal) {
      String message = String.valueOf(refusal.error().getMessage());
      if (refusal.fault() == Fault.WRONGTYPE) {
        throw new StoreCorruptException(key, "the server's key holds no string", refusal.error());
      }
    }
    return value(operation + " of key \"" + key + "\"", answer);
  }

  private static StoreUnavailableException unavailable(String what, Answer answer) {
    if (answer instanceof Answer.Refusal refusal) {
      return new StoreUnavailableException(
          what
              + " was refused and did not take place: "
              + refusal.error().getMessage()
              + (refusal.fault().advice().isEmpty() ? "" : " (" + refusal.fault().advice() + ")"),
          refusal.error());
    }
    Answer.Silence silence = (Answer.Silence) answer;
    String trouble = silence.trouble() == null ? "" : ": " + silence.trouble().getMessage();
    return new StoreUnavailableException(
        what
            + (silence.inDoubt()
                ? " was not answered within "
                    + silence.timeout().toMillis()
                    + " ms, outcome unknown: resend it with the same owner or ticket"
                : " could not be sent within "
                    + silence.timeout().toMillis()
                    + " ms and did not take place: is the server running, and are connections left?")
            + trouble,
        silence.trouble());
  }
}
