package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.redis.connection.ScriptedServer.Peer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which lane a call takes, and what becomes of one that is stuck. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LanesTest {

  private static final long LONG = TimeUnit.MINUTES.toNanos(10);

  private final Deadlines deadlines = new Deadlines();
  private final ScriptedServer server = new ScriptedServer();
  private final List<Lanes> opened = new ArrayList<>();

  /** Ends the turns that are stuck. */
  private final CountDownLatch ending = new CountDownLatch(1);

  @AfterEach
  void close() {
    ending.countDown();
    opened.forEach(Lanes::close);
    server.close();
    deadlines.close();
  }

  private Lanes lanes(int count, long stallNanos) {
    Lanes lanes = new Lanes(server.address(), LaneFixture.settings(stallNanos, false), count);
    opened.add(lanes);
    return lanes;
  }

  private Gathering send(Lanes lanes, Call call, int calls) {
    Gathering gathering = new Gathering(calls, deadlines);
    call.begin(gathering);
    lanes.send(List.of(call), System.nanoTime() + LONG);
    return gathering;
  }

  /** Sends a call of a caller that has others to send: the turn never becomes that caller's. */
  private Call sendOfSeveral(Lanes lanes, String name) {
    Call call = LaneFixture.call(name);
    send(lanes, call, 2);
    return call;
  }

  /** Has one lane wait for an answer on a connection that it makes. */
  private Peer hold(Lanes lanes) {
    sendOfSeveral(lanes, "held");
    Peer peer = server.accept();
    assertThat(peer.command()).isEqualTo("held");
    return peer;
  }

  /** Has one lane begin a turn that does not end before the test says so. */
  private void stick(Lanes lanes) {
    CountDownLatch begun = new CountDownLatch(1);
    Call call =
        Call.script(
            new Script("return 1"),
            "stuck".getBytes(StandardCharsets.UTF_8),
            false,
            () -> {
              begun.countDown();
              awaitZero(ending);
              return 1;
            },
            Call.NOTHING);
    send(lanes, call, 2);
    server.accept();
    awaitZero(begun);
  }

  private static void awaitZero(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(latch, TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** The threads of this test's lanes. */
  private List<Thread> drivers() {
    String name = "semel-redis-" + server.address() + "-";
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .toList();
  }

  private void awaitNoDrivers() {
    while (!drivers().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("a call takes a lane that has nothing to do")
  void idleFirst() {
    Lanes lanes = lanes(2, LONG);
    hold(lanes);
    Peer other = hold(lanes);
    other.answer();
    for (int i = 0; i < 40; i++) {
      // The driver of the lane that is not held sleeps once nobody has the turn.
      while (drivers().stream().noneMatch(it -> it.getState() == Thread.State.WAITING)) {
        Thread.onSpinWait();
      }
      Call call = sendOfSeveral(lanes, "next");
      assertThat(other.command()).isEqualTo("next");
      other.answer();
      LaneFixture.awaitSettled(call);
    }
  }

  @Test
  @DisplayName("calls that find no idle lane are shared out among all")
  void sharedOut() {
    Lanes lanes = lanes(2, LONG);
    List<Peer> peers = List.of(hold(lanes), hold(lanes));
    for (int i = 0; i < 64; i++) {
      sendOfSeveral(lanes, "next");
    }
    peers.forEach(Peer::answer);
    assertThat(peers).extracting(Peer::command).containsOnly("next");
  }

  @Test
  @DisplayName("more calls than an exchange may have are several")
  void split() {
    Lanes lanes = lanes(1, LONG);
    Peer peer = hold(lanes);
    Gathering gathering = new Gathering(Backlog.MOST_CALLS + 1, deadlines);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i <= Backlog.MOST_CALLS; i++) {
      Call call = LaneFixture.call(i < Backlog.MOST_CALLS ? "many" : "last");
      call.begin(gathering);
      calls.add(call);
    }
    lanes.send(calls, System.nanoTime() + LONG);
    peer.answer();
    for (int i = 0; i < Backlog.MOST_CALLS; i++) {
      assertThat(peer.command()).isEqualTo("many");
    }
    LaneFixture.awaitReads(drivers().get(0));
    assertThat(peer.readAll()).isTrue();
    for (int i = 0; i < Backlog.MOST_CALLS; i++) {
      peer.answer();
    }
    assertThat(peer.command()).isEqualTo("last");
    peer.answer();
    gathering.await(System.nanoTime() + LONG);
    assertThat(calls).allSatisfy(call -> assertThat(call.failure()).isNull());
  }

  @Test
  @DisplayName("all calls of one caller take one lane, in their order")
  void inOrder() {
    Lanes lanes = lanes(3, LONG);
    List<Peer> peers = List.of(hold(lanes), hold(lanes), hold(lanes));
    Gathering gathering = new Gathering(4 * Backlog.MOST_CALLS, deadlines);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 4 * Backlog.MOST_CALLS; i++) {
      Call call = LaneFixture.call("call " + i);
      call.begin(gathering);
      calls.add(call);
    }
    lanes.send(calls, System.nanoTime() + LONG);
    peers.forEach(Peer::answer);
    while (peers.stream().allMatch(Peer::readAll)) {
      Thread.onSpinWait();
    }
    Peer peer = peers.stream().filter(it -> !it.readAll()).findFirst().orElseThrow();
    for (int i = 0; i < 4 * Backlog.MOST_CALLS; i++) {
      assertThat(peer.command()).isEqualTo("call " + i);
      peer.answer();
    }
    gathering.await(System.nanoTime() + LONG);
    assertThat(calls).allSatisfy(call -> assertThat(call.failure()).isNull());
  }

  @Test
  @DisplayName("lanes that are stuck are replaced, and what waits behind them is refused")
  void replaced() {
    Lanes lanes = lanes(2, 1);
    stick(lanes);
    stick(lanes);
    Call behind = sendOfSeveral(lanes, "behind");
    while (!behind.settled()) {
      lanes.closeStalled();
    }
    assertThat(behind.failure()).isNotNull();
    assertThat(behind.sent()).isFalse();
    // The other one may have been looked at for the first time.
    lanes.closeStalled();
    Call next = sendOfSeveral(lanes, "next");
    Peer peer = server.accept();
    assertThat(peer.command()).isEqualTo("next");
    peer.answer();
    LaneFixture.awaitSettled(next);
    assertThat(next.failure()).isNull();
    ending.countDown();
    lanes.close();
    awaitNoDrivers();
  }

  @Test
  @DisplayName("a lane that is stuck when all are closed is not replaced")
  void closed() {
    Lanes lanes = lanes(2, 1);
    stick(lanes);
    lanes.close();
    for (int i = 0; i < 5; i++) {
      lanes.closeStalled();
    }
    ending.countDown();
    awaitNoDrivers();
  }
}
