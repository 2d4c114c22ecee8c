package io.github.semel.http;

import io.github.semel.executor.RequestKey;
import java.util.Optional;

/** What a request is let in as. */
sealed interface Admission {

  /** Keys have nothing to do with it. */
  record Passed() implements Admission {}

  /** It is told why not. */
  record Refused(ProblemKind kind, String detail, Optional<HeaderLine> echo) implements Admission {}

  /**
   * It has a key.
   *
   * @param echo the header that goes back to the client
   * @param assigned whether that key was made here
   * @param body the body, where it was read
   */
  record Keyed(RequestKey key, Optional<HeaderLine> echo, boolean assigned, Optional<byte[]> body)
      implements Admission {}
}
