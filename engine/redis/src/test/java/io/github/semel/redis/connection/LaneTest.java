package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.redis.connection.ScriptedServer.Peer;
import io.github.semel.thread.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and that the turn is never lost. */
class LaneTest extends LaneFixture {

  @Test
  @DisplayName("a caller that has more calls to send does not stay to read")
  void ofSeveral() {
    Peer peer = connect();
    Call one = sendOfSeveral(call("one"));
    assertThat(one.settled()).isFalse();
    serve(peer, one, "one");
  }

  @Test
  @DisplayName("a virtual thread does not stay to read")
  void virtualThread() throws Exception {
    Assumptions.assumeTrue(VirtualThreads.exist());
    Peer peer = connect();
    Call call = call("virtual");
    Thread caller =
        (Thread)
            Thread.class
                .getMethod("startVirtualThread", Runnable.class)
                .invoke(null, (Runnable) () -> sendAlone(call));
    caller.join();
    assertThat(call.settled()).isFalse();
    serve(peer, call, "virtual");
  }

  @Test
  @DisplayName("a caller does not write what may take long")
  void longWrite() {
    Peer peer = connect();
    Call large = call("large", ENDLESS);
    sendAlone(large);
    assertThat(large.settled()).isFalse();
    serve(peer, large, "large");
  }

  @Test
  @DisplayName("a caller that has read its answer does not write for others what may take long")
  void longWriteOfAnother() throws InterruptedException {
    Peer peer = connect();
    Caller reader = new Caller(call("reader"), LONG);
    awaitReads(reader.thread);
    Call large = sendOfSeveral(call("large", ENDLESS));
    serve(peer, reader.call, "reader");
    reader.thread.join();
    assertThat(reader.failure.get()).isNull();
    serve(peer, large, "large");
  }

  private List<Caller> gather(int callers, int size) {
    List<Caller> all = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      all.add(new Caller(call("gathered", size), LONG).awaitParked());
    }
    return all;
  }

  private static void answerAll(Peer peer, List<Caller> callers) throws InterruptedException {
    callers.forEach(caller -> peer.answer());
    for (Caller caller : callers) {
      caller.thread.join();
      awaitAnswered(caller.call);
    }
  }

  @Test
  @DisplayName("an exchange of few calls is read by one of their callers")
  void few() throws InterruptedException {
    Peer peer = connect();
    hold(peer);
    List<Caller> callers = gather(8, 0);
    peer.answer();
    callers.forEach(caller -> peer.command());
    while (callers.stream().noneMatch(caller -> reads(caller.thread))) {
      Thread.onSpinWait();
    }
    answerAll(peer, callers);
  }

  @Test
  @DisplayName("an exchange of many calls is read by the driver")
  void many() throws InterruptedException {
    Peer peer = connect();
    hold(peer);
    List<Caller> callers = gather(9, 0);
    peer.answer();
    callers.forEach(caller -> peer.command());
    awaitReads(driver());
    answerAll(peer, callers);
  }

  @Test
  @DisplayName("an exchange of few calls with much in them is read by the driver")
  void much() throws InterruptedException {
    Peer peer = connect();
    hold(peer);
    List<Caller> callers = gather(2, 6_000);
    peer.answer();
    callers.forEach(caller -> peer.command());
    awaitReads(driver());
    answerAll(peer, callers);
  }

  @Test
  @DisplayName("a caller stops to read for others when another read could outlast its own time")
  void hasNoTimeForOthers() throws InterruptedException {
    Peer peer = connect();
    hold(peer);
    long toRead = TimeUnit.SECONDS.toNanos(3);
    Caller reader = new Caller(call("reader"), READ + toRead).awaitParked();
    Call other = sendOfSeveral(call("other"));
    peer.answer();
    assertThat(peer.command()).isEqualTo("reader");
    assertThat(peer.command()).isEqualTo("other");
    // Where the machine stands still for so long, the driver reads from the first on.
    while (System.nanoTime() - (reader.deadline - READ) < 0) {
      Thread.onSpinWait();
    }
    peer.answer();
    reader.thread.join();
    awaitAnswered(reader.call);
    assertThat(other.settled()).isFalse();
    awaitReads(driver());
    peer.answer();
    awaitAnswered(other);
    awaitIdle();
  }

  @Test
  @DisplayName("a call that its caller has given up is not written")
  void givenUp() {
    Peer peer = connect();
    Call held = hold(peer);
    Call given = sendOfSeveral(call("given up"));
    Call kept = sendOfSeveral(call("kept"));
    assertThat(given.abandon()).isTrue();
    peer.answer();
    awaitAnswered(held);
    serve(peer, kept, "kept");
  }

  @Test
  @DisplayName("the turn is not left to a caller whose wait was over before it was offered")
  void overBefore() {
    Peer peer = connect();
    Call held = hold(peer);
    Call call = call("late");
    sendAlone(call).await(System.nanoTime());
    peer.answer();
    awaitAnswered(held);
    serve(peer, call, "late");
    assertGoesOn(peer);
  }

  @Test
  @DisplayName("a caller whose time is over when it comes to its turn passes it on")
  void overAfterwards() {
    Peer peer = connect();
    Call call = call("late");
    offered(peer, call).await(System.nanoTime());
    assertThat(call.settled()).isFalse();
    peer.answer();
    awaitAnswered(call);
    assertGoesOn(peer);
  }

  @Test
  @DisplayName("a caller that leaves without waiting passes its turn on")
  void leaves() {
    Peer peer = connect();
    Call call = call("left");
    offered(peer, call).leave();
    assertThat(call.settled()).isFalse();
    peer.answer();
    awaitAnswered(call);
    assertGoesOn(peer);
  }

  @Test
  @DisplayName("one exchange has no more bytes than an answer can wait for")
  void mostBytes() {
    Peer peer = connect();
    Call held = hold(peer);
    // The socket takes both.
    Call one = sendOfSeveral(call("one", 600_000));
    Call other = sendOfSeveral(call("other", 600_000));
    peer.answer();
    awaitAnswered(held);
    assertThat(peer.command()).isEqualTo("one");
    awaitReads(driver());
    assertThat(peer.readAll()).isTrue();
    peer.answer();
    awaitAnswered(one);
    serve(peer, other, "other");
  }

  @Test
  @DisplayName("one exchange has no more calls than an answer can wait for")
  void mostCalls() {
    Peer peer = connect();
    Call held = hold(peer);
    for (int i = 0; i < Backlog.MOST_CALLS; i++) {
      sendOfSeveral(call("many"));
    }
    Call last = sendOfSeveral(call("last"));
    peer.answer();
    awaitAnswered(held);
    for (int i = 0; i < Backlog.MOST_CALLS; i++) {
      assertThat(peer.command()).isEqualTo("many");
    }
    awaitReads(driver());
    assertThat(peer.readAll()).isTrue();
    for (int i = 0; i < Backlog.MOST_CALLS; i++) {
      peer.answer();
    }
    serve(peer, last, "last");
  }
}
