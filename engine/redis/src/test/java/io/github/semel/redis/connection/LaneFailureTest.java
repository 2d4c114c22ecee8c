package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.redis.connection.ScriptedServer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of calls where a lane fails, is stuck or is closed. */
class LaneFailureTest extends LaneFixture {

  @Test
  @DisplayName("the turn that is passed on after the lane was closed settles what it is about")
  void passedOnAfterClose() throws InterruptedException {
    Peer peer = connect();
    Call call = call("late");
    Gathering gathering = offered(peer, call);
    Thread driver = driver();
    lane.close();
    driver.join();
    gathering.await(System.nanoTime());
    awaitLost(call);
  }

  @Test
  @DisplayName("a caller that fails as it writes gives up the connection, and not the lane")
  void failsAlone() {
    Peer peer = connect();
    Call failing = failing();
    assertThatThrownBy(() -> sendAlone(failing)).isInstanceOf(StackOverflowError.class);
    awaitLost(failing);
    peer.awaitClosed();
    assertGoesOnElsewhere();
  }

  @Test
  @DisplayName("a reader that fails as it writes for others has its answer, and they are told")
  void readerFails() throws InterruptedException {
    Peer peer = connect();
    Caller reader = new Caller(call("reader"), LONG);
    awaitReads(reader.thread);
    Call failing = sendOfSeveral(failing());
    serve(peer, reader.call, "reader");
    reader.thread.join();
    assertThat(reader.failure.get()).isInstanceOf(StackOverflowError.class);
    awaitLost(failing);
    peer.awaitClosed();
    assertGoesOnElsewhere();
  }

  @Test
  @DisplayName("the driver fails as it writes, and lives on")
  void driverFails() {
    Peer peer = connect();
    Call held = hold(peer);
    Call failing = sendOfSeveral(failing());
    peer.answer();
    awaitAnswered(held);
    awaitLost(failing);
    peer.awaitClosed();
    assertGoesOnElsewhere();
  }

  @Test
  @DisplayName("a connection that breaks under the driver is closed, and the next is a new one")
  void breaks() {
    Peer peer = connect();
    Call held = hold(peer);
    Call behind = sendOfSeveral(call("behind"));
    peer.answer("?\r\n");
    awaitLost(held);
    peer.awaitClosed();
    serve(server.accept(), behind, "behind");
  }

  private void reopen(long stallNanos, boolean mustBeMaster) {
    lane.close();
    lane = lane(stallNanos, mustBeMaster);
  }

  @Test
  @DisplayName("a write that nobody reads ends when its connection is closed as stalled")
  void stalledWrite() {
    reopen(1, false);
    connect();
    Call large = sendOfSeveral(call("large", ENDLESS));
    while (!large.settled()) {
      lane.closeStalled();
    }
    awaitLost(large);
  }

  @Test
  @DisplayName("an exchange that has not gone on for long is left alone")
  void notStalled() {
    Peer peer = connect();
    Call held = hold(peer);
    lane.closeStalled();
    assertThat(lane.isStuck()).isFalse();
    assertThat(lane.isStuck()).isFalse();
    peer.answer();
    awaitAnswered(held);
  }

  @Test
  @DisplayName("one turn that does not end is stuck; turns that go on, and a lane at rest, are not")
  void stuck() {
    reopen(1, false);
    Peer peer = connect();
    assertThat(lane.isStuck()).isFalse();
    assertThat(lane.isStuck()).isFalse();
    Call held = hold(peer);
    // What was begun since it was looked at last.
    assertThat(lane.isStuck()).isFalse();
    while (!lane.isStuck()) {
      Thread.onSpinWait();
    }
    Call next = sendOfSeveral(call("next"));
    peer.answer();
    awaitAnswered(held);
    assertThat(peer.command()).isEqualTo("next");
    assertThat(lane.isStuck()).isFalse();
    peer.answer();
    awaitAnswered(next);
    awaitIdle();
    assertThat(lane.isStuck()).isFalse();
    assertThat(lane.isStuck()).isFalse();
  }

  @Test
  @DisplayName("one failed connection after the other is not one turn that does not end")
  void connectsAgainAndAgain() {
    reopen(1, true);
    Call one = sendOfSeveral(call("one"));
    Peer first = server.accept();
    first.command();
    assertThat(lane.isStuck()).isFalse();
    Call other = call("other");
    sendOfSeveral(other);
    first.answer("$10\r\nrole:slave\r\n\r\n");
    awaitRefused(one);
    awaitRefused(other);
    Call last = sendOfSeveral(call("last"));
    server.accept().command();
    assertThat(lane.isStuck()).isFalse();
    assertThat(last.settled()).isFalse();
  }

  @Test
  @DisplayName("closing loses what is on the wire, refuses what is not, and ends the driver")
  void closed() throws InterruptedException {
    Peer peer = connect();
    Call held = hold(peer);
    Call behind = sendOfSeveral(call("behind"));
    Thread driver = driver();
    assertThat(driver.isDaemon()).isTrue();
    lane.close();
    awaitLost(held);
    awaitRefused(behind);
    peer.awaitClosed();
    driver.join();
    awaitRefused(sendOfSeveral(call("afterwards")));
  }

  @Test
  @DisplayName("closing an idle lane ends its driver")
  void closedWhileIdle() throws InterruptedException {
    Thread driver = driver();
    while (driver.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    lane.close();
    driver.join();
  }

  @Test
  @DisplayName("closing refuses what waits for a turn that does not end, and what comes later")
  void closedWhileStuck() throws InterruptedException {
    Peer peer = connect();
    Gathering never = offered(peer, call("stuck"));
    Call behind = sendOfSeveral(call("behind"));
    Thread driver = driver();
    lane.close();
    awaitRefused(behind);
    driver.join();
    awaitRefused(sendOfSeveral(call("afterwards")));
    assertThat(never.open()).isTrue();
  }

  @Test
  @DisplayName("each call is settled that is sent while the lane is closed")
  void closedMeanwhile() throws InterruptedException {
    // Nobody is there, so that connecting takes no time.
    server.close();
    for (int round = 0; round < 200; round++) {
      reopen(LONG, false);
      CountDownLatch begin = new CountDownLatch(1);
      List<Call> calls = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Call call = call("meanwhile");
        calls.add(call);
        Thread thread =
            new Thread(
                () -> {
                  while (begin.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  sendOfSeveral(call);
                });
        threads.add(thread);
        thread.start();
      }
      begin.countDown();
      lane.close();
      for (Thread thread : threads) {
        thread.join();
      }
      calls.forEach(LaneTest::awaitSettled);
    }
  }

  @Test
  @DisplayName("calls that were not answered in time go half as many at a time when sent again")
  void notAnsweredInTime() {
    lane.close();
    lane = new Lane(server.address(), settings(LONG, false, 1_000), "impatient lane");
    List<Call> calls = List.of(call("a"), call("b"), call("c"), call("d"));
    sendAll(calls);
    Peer peer = server.accept();
    assertThat(peer.command() + peer.command() + peer.command() + peer.command()).isEqualTo("abcd");
    calls.forEach(LaneFixture::awaitLost);

    sendAll(calls);
    Peer again = server.accept();
    assertThat(again.command() + again.command()).isEqualTo("ab");
    assertThat(again.readAll()).isTrue();
    again.answer();
    again.answer();
    awaitAnswered(calls.get(1));
    assertThat(again.command() + again.command()).isEqualTo("cd");
  }

  private void sendAll(List<Call> calls) {
    Gathering gathering = new Gathering(calls.size(), deadlines);
    calls.forEach(call -> call.begin(gathering));
    lane.send(calls, System.nanoTime() + LONG);
  }
}
