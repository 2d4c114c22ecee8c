package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.redis.connection.ScriptedServer.Peer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which connection a call gets, if it gets one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolTest {

  private final Deadlines deadlines = new Deadlines();
  private final ScriptedServer server = new ScriptedServer();
  private final Pool pool =
      new Pool(
          server.address(),
          LaneFixture.settings(LaneFixture.LONG, false),
          4,
          Duration.ofMinutes(1));

  @AfterEach
  void close() {
    pool.close();
    server.close();
    deadlines.close();
  }

  private Call begun(String name) {
    Call call = LaneFixture.call(name);
    call.begin(new Gathering(1, deadlines));
    return call;
  }

  /** Sends a call over a connection that is not idle, and so a new one; its thread waits for it. */
  private Call send(String name) {
    Call call = begun(name);
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> pool.send(List.of(call), System.nanoTime() + LaneFixture.LONG),
            task -> new Thread(task).start());
    return call;
  }

  private Peer acceptAndRead(String name) {
    Peer peer = server.accept();
    assertThat(peer.command()).isEqualTo(name);
    return peer;
  }

  @Test
  @DisplayName("a call whose time is over gets none, though one is free")
  void timeIsOver() {
    Call call = begun("late");

    pool.send(List.of(call), System.nanoTime() - 1);

    assertThat(call.settled()).isTrue();
    assertThat(call.sent()).isFalse();
    assertThat(call.failure()).hasMessageContaining("the time was over");
  }

  @Test
  @DisplayName("when one that was idle is found broken, the others are not tried")
  void brokenWhileIdle() {
    Call first = send("first");
    Peer one = acceptAndRead("first");
    Call second = send("second");
    Peer other = acceptAndRead("second");
    one.answer();
    other.answer();
    LaneFixture.awaitAnswered(first);
    LaneFixture.awaitAnswered(second);
    awaitIdle(2);
    one.hangUp();
    other.hangUp();
    LaneFixture.awaitLost(send("lost"));

    Call next = send("next");

    acceptAndRead("next").answer();
    LaneFixture.awaitAnswered(next);
  }

  private void awaitIdle(int connections) {
    while (pool.idle() < connections) {
      Thread.onSpinWait();
    }
  }
}
