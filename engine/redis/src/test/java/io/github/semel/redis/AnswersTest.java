package io.github.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Fault;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

/** What is known of a call in the end. */
class AnswersTest {

  private static final Answer SAID = new Answer.Reply(1L, 0, false);
  private static final Answer LOST = new Answer.Silence(true, Duration.ofSeconds(2), null);
  private static final Answer NEVER_SENT = new Answer.Silence(false, Duration.ofSeconds(2), null);

  private static Answer.Refusal refusal(Fault fault, boolean inDoubt) {
    return new Answer.Refusal(fault, new JedisDataException(fault + " in a test"), inDoubt);
  }

  @Test
  @DisplayName("a doubt that the first sending leaves is ended by what the server says alone")
  void firstInDoubt() {
    Answer.Refusal first = refusal(Fault.OOM, true);
    assertThat(Answers.surer(first, SAID)).isSameAs(SAID);
    assertThat(Answers.surer(first, LOST)).isSameAs(first);
    assertThat(Answers.surer(first, NEVER_SENT)).isSameAs(first);
    assertThat(Answers.surer(first, refusal(Fault.OOM, false))).isSameAs(first);
    assertThat(Answers.surer(first, refusal(Fault.LOADING, false))).isSameAs(first);
  }

  @Test
  @DisplayName("a refusal that is certain stands when nothing was sent after it")
  void firstCertain() {
    Answer.Refusal first = refusal(Fault.OOM, false);
    Answer loading = refusal(Fault.LOADING, false);
    assertThat(Answers.surer(first, SAID)).isSameAs(SAID);
    assertThat(Answers.surer(first, LOST)).isSameAs(LOST);
    assertThat(Answers.surer(first, NEVER_SENT)).isSameAs(first);
    assertThat(Answers.surer(first, loading)).isSameAs(loading);
  }
}
