package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.redis.connection.ScriptedServer.Peer;
import io.github.semel.thread.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;

/** Whose turn it is, and that the turn is never lost; the test's thread is the server. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaneTest {

  /** How long a read takes at most: no test waits for so long. */
  private static final long READ = TimeUnit.MINUTES.toNanos(5);

  private static final long LONG = 2 * READ;

  /** As much as no socket takes that nobody reads. */
  private static final int ENDLESS = 32 << 20;

  private static final String NAME = "the driver";

  private final Deadlines deadlines = new Deadlines();
  private final ScriptedServer server = new ScriptedServer();
  private Lane lane = lane(LONG, false);

  @AfterEach
  void close() {
    lane.close();
    server.close();
    deadlines.close();
  }

  private Lane lane(long stallNanos, boolean mustBeMaster) {
    return new Lane(server.address(), settings(stallNanos, mustBeMaster), NAME);
  }

  static LinkSettings settings(long stallNanos, boolean mustBeMaster) {
    DefaultJedisClientConfig client =
        DefaultJedisClientConfig.builder()
            .timeoutMillis((int) TimeUnit.NANOSECONDS.toMillis(READ))
            // Nothing else is written that a test does not send.
            .protocol(RedisProtocol.RESP2)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .build();
    return new LinkSettings(client, 0, 0, stallNanos, mustBeMaster, true, null);
  }

  static Call call(String name) {
    return call(name, 0);
  }

  static Call call(String name, int size) {
    byte[] bytes = new byte[size];
    CommandArguments command = new CommandArguments(Protocol.Command.ECHO).add(name).add(bytes);
    return Call.on(bytes, command);
  }

  /** A call that cannot be written: there is no room on the stack. */
  private static Call failing() {
    return Call.script(
        new Script("return 1"),
        "failing".getBytes(StandardCharsets.UTF_8),
        false,
        () -> {
          throw new StackOverflowError("in a test");
        });
  }

  /** Sends a call that is its caller's only one; the test's thread does not wait for it. */
  private Gathering sendAlone(Call call) {
    return send(call, 1);
  }

  /** Sends a call of a caller that has others to send: the turn never becomes that caller's. */
  private Call sendOfSeveral(Call call) {
    send(call, 2);
    return call;
  }

  private Gathering send(Call call, int calls) {
    Gathering gathering = new Gathering(calls, deadlines);
    call.begin(gathering);
    lane.send(List.of(call), System.nanoTime() + LONG);
    return gathering;
  }

  /** A thread that sends a call and waits for its answer. */
  private final class Caller {

    final Call call;
    final long deadline;
    final Thread thread;
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Caller(Call call, long nanos) {
      this.call = call;
      this.deadline = System.nanoTime() + nanos;
      this.thread =
          new Thread(
              () -> {
                try {
                  Gathering gathering = new Gathering(1, deadlines);
                  call.begin(gathering);
                  lane.send(List.of(call), deadline);
                  gathering.await(deadline);
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      this.thread.start();
    }

    Caller awaitParked() {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        assertThat(thread.isAlive()).isTrue();
      }
      return this;
    }
  }

  /** Whether the thread waits for an answer on the wire. */
  private static boolean reads(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("finish"));
  }

  static void awaitReads(Thread thread) {
    while (!reads(thread)) {
      Thread.onSpinWait();
    }
  }

  static void awaitSettled(Call call) {
    while (!call.settled()) {
      Thread.onSpinWait();
    }
  }

  private static void awaitAnswered(Call call) {
    awaitSettled(call);
    assertThat(call.failure()).isNull();
    assertThat(call.reply()).isNotNull();
  }

  private static void awaitLost(Call call) {
    awaitSettled(call);
    assertThat(call.failure()).isNotNull();
    assertThat(call.sent()).isTrue();
  }

  private static void awaitRefused(Call call) {
    awaitSettled(call);
    assertThat(call.failure()).isNotNull();
    assertThat(call.sent()).isFalse();
  }

  private static Thread driver() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(NAME))
        .findAny()
        .orElseThrow();
  }

  private void awaitIdle() {
    while (!lane.idle()) {
      Thread.onSpinWait();
    }
  }

  /** Has the lane connect; nobody has the turn afterwards. */
  private Peer connect() {
    Call first = sendOfSeveral(call("first"));
    Peer peer = server.accept();
    serve(peer, first, "first");
    awaitIdle();
    return peer;
  }

  private static void serve(Peer peer, Call call, String name) {
    assertThat(peer.command()).isEqualTo(name);
    peer.answer();
    awaitAnswered(call);
  }

  /** Has the driver wait for an answer: what is sent until it comes is one exchange. */
  private Call hold(Peer peer) {
    Call held = sendOfSeveral(call("held"));
    assertThat(peer.command()).isEqualTo("held");
    return held;
  }

  /** The lane does its work: on the connection that it has, or on a new one. */
  private void assertGoesOn(Peer peer) {
    serve(peer, sendOfSeveral(call("afterwards")), "afterwards");
    awaitIdle();
  }

  private void assertGoesOnElsewhere() {
    Call afterwards = sendOfSeveral(call("afterwards"));
    serve(server.accept(), afterwards, "afterwards");
    awaitIdle();
  }

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

  /** A call whose caller was offered the turn and has not looked yet. */
  private Gathering offered(Peer peer, Call call) {
    hold(peer);
    Gathering gathering = sendAlone(call);
    peer.answer();
    peer.command();
    while (driver().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return gathering;
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
    for (int i = 0; i < Lane.MOST_CALLS; i++) {
      sendOfSeveral(call("many"));
    }
    Call last = sendOfSeveral(call("last"));
    peer.answer();
    awaitAnswered(held);
    for (int i = 0; i < Lane.MOST_CALLS; i++) {
      assertThat(peer.command()).isEqualTo("many");
    }
    awaitReads(driver());
    assertThat(peer.readAll()).isTrue();
    for (int i = 0; i < Lane.MOST_CALLS; i++) {
      peer.answer();
    }
    serve(peer, last, "last");
  }

  @Test
  @DisplayName("what waits is on the wire before those are woken whose answers were read")
  void writtenFirst() {
    Peer peer = connect();
    Call held = hold(peer);
    Call next = sendOfSeveral(call("next"));
    peer.answer();
    awaitAnswered(held);
    // Nobody withdraws it any more: it was taken, and it went to the socket in the same step.
    assertThat(next.abandon()).isFalse();
    serve(peer, next, "next");
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
}
