package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.redis.connection.ScriptedServer.Peer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;

/** A lane over a connection whose other end is the test's thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class LaneFixture {

  /** How long a read takes at most: no test waits for so long. */
  static final long READ = TimeUnit.MINUTES.toNanos(5);

  static final long LONG = 2 * READ;

  /** As much as no socket takes that nobody reads. */
  static final int ENDLESS = 32 << 20;

  private static final AtomicInteger LANES = new AtomicInteger();

  final Deadlines deadlines = new Deadlines();
  final ScriptedServer server = new ScriptedServer();

  /**
   * Of the lane's driver, and of no other's: those of lanes that were closed may live for a while.
   */
  String name = "";

  Lane lane = lane(LONG, false);

  @AfterEach
  void close() {
    lane.close();
    server.close();
    deadlines.close();
  }

  Lane lane(long stallNanos, boolean mustBeMaster) {
    name = "lane " + LANES.incrementAndGet();
    return new Lane(server.address(), settings(stallNanos, mustBeMaster), name);
  }

  static LinkSettings settings(long stallNanos, boolean mustBeMaster) {
    return settings(stallNanos, mustBeMaster, (int) TimeUnit.NANOSECONDS.toMillis(READ));
  }

  static LinkSettings settings(long stallNanos, boolean mustBeMaster, int readMillis) {
    DefaultJedisClientConfig client =
        DefaultJedisClientConfig.builder()
            .timeoutMillis(readMillis)
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
  static Call failing() {
    return Call.script(
        new Script("return 1"),
        "failing".getBytes(StandardCharsets.UTF_8),
        false,
        () -> {
          throw new StackOverflowError("in a test");
        },
        Call.NOTHING);
  }

  /** Sends a call that is its caller's only one; the test's thread does not wait for it. */
  Gathering sendAlone(Call call) {
    return send(call, 1);
  }

  /** Sends a call of a caller that has others to send: the turn never becomes that caller's. */
  Call sendOfSeveral(Call call) {
    send(call, 2);
    return call;
  }

  Gathering send(Call call, int calls) {
    Gathering gathering = new Gathering(calls, deadlines);
    call.begin(gathering);
    lane.send(List.of(call), System.nanoTime() + LONG);
    return gathering;
  }

  /** A thread that sends a call and waits for its answer. */
  final class Caller {

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
  static boolean reads(Thread thread) {
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

  static void awaitAnswered(Call call) {
    awaitSettled(call);
    assertThat(call.failure()).isNull();
    assertThat(call.reply()).isNotNull();
  }

  static void awaitLost(Call call) {
    awaitSettled(call);
    assertThat(call.failure()).isNotNull();
    assertThat(call.sent()).isTrue();
  }

  static void awaitRefused(Call call) {
    awaitSettled(call);
    assertThat(call.failure()).isNotNull();
    assertThat(call.sent()).isFalse();
  }

  Thread driver() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findAny()
        .orElseThrow();
  }

  void awaitIdle() {
    while (!lane.idle()) {
      Thread.onSpinWait();
    }
  }

  /** Has the lane connect; nobody has the turn afterwards. */
  Peer connect() {
    Call first = sendOfSeveral(call("first"));
    Peer peer = server.accept();
    serve(peer, first, "first");
    awaitIdle();
    return peer;
  }

  static void serve(Peer peer, Call call, String name) {
    assertThat(peer.command()).isEqualTo(name);
    peer.answer();
    awaitAnswered(call);
  }

  /** Has the driver wait for an answer: what is sent until it comes is one exchange. */
  Call hold(Peer peer) {
    Call held = sendOfSeveral(call("held"));
    assertThat(peer.command()).isEqualTo("held");
    return held;
  }

  /** The lane does its work: on the connection that it has, or on a new one. */
  void assertGoesOn(Peer peer) {
    serve(peer, sendOfSeveral(call("afterwards")), "afterwards");
    awaitIdle();
  }

  void assertGoesOnElsewhere() {
    Call afterwards = sendOfSeveral(call("afterwards"));
    serve(server.accept(), afterwards, "afterwards");
    awaitIdle();
  }

  /** A call whose caller was offered the turn and has not looked yet. */
  Gathering offered(Peer peer, Call call) {
    hold(peer);
    Gathering gathering = sendAlone(call);
    peer.answer();
    peer.command();
    while (driver().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return gathering;
  }
}
