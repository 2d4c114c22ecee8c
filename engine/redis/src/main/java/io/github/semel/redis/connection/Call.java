package io.github.semel.redis.connection;

import io.github.semel.StoreClock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * One command on its way: what is sent, and what came of it. It may be sent several times, one
 * after the other; each time it is settled once, by the thread that has it on the wire.
 *
 * <p>The caller's thread writes the fields that say how it is sent, before it hands the call to a
 * node; the queue in between publishes them. What came of it is published by {@link #state}.
 */
public final class Call {

  /** Where a call stands. */
  private enum State {
    /** With its caller, or settled. */
    IDLE,
    /** Handed to a node, and not on the wire yet. */
    QUEUED,
    /** On the wire: it may take place. */
    SENT
  }

  /** No arguments. */
  public static final byte[][] NOTHING = {};

  private final @Nullable Script script;
  private final byte @Nullable [] key;

  /** What calls that are one run of the script have in common, and what is this one's own. */
  private final byte[][] common;

  private final byte[][] arguments;
  private final @Nullable StoreClock clock;
  private final @Nullable CommandArguments plain;
  private final @Nullable Node fixed;
  private final boolean durable;
  private final int slot;
  private final int size;

  /** Set by the caller's thread when the server did not know the script's digest. */
  private boolean whole;

  /** Set by the caller's thread when the server refused it together with others. */
  private boolean alone;

  /** Set by the caller's thread when the call follows an ASK, for one sending. */
  private @Nullable Node redirected;

  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private @Nullable Gathering gathering;

  // What came of the last sending: written by the thread that settles the call, before it counts
  // down the gathering; read by the caller after the gathering is complete.
  private @Nullable Object reply;
  private @Nullable RuntimeException failure;
  private int acknowledged;
  private boolean sent;
  private boolean together;

  private Call(
      @Nullable Script script,
      byte @Nullable [] key,
      byte[][] common,
      byte[][] arguments,
      @Nullable StoreClock clock,
      @Nullable CommandArguments plain,
      @Nullable Node fixed,
      boolean durable) {
    this.script = script;
    this.key = key;
    this.common = common;
    this.arguments = arguments;
    this.clock = clock;
    this.plain = plain;
    this.fixed = fixed;
    this.durable = durable;
    this.slot = key == null ? -1 : JedisClusterCRC16.getSlot(key);
    this.size = (key == null ? 0 : key.length) + size(common) + size(arguments);
  }

  private static int size(byte[][] arguments) {
    int bytes = 0;
    for (byte[] argument : arguments) {
      bytes += argument.length;
    }
    return bytes;
  }

  /**
   * A call of a script on one key.
   *
   * @param durable whether replicas are to confirm what it writes
   * @param clock for tests: its time is sent as the last argument; null in use
   * @param common what comes before all else; calls that have it in common can be one run of a
   *     script of many keys
   */
  public static Call script(
      Script script,
      byte[] key,
      boolean durable,
      @Nullable StoreClock clock,
      byte[][] common,
      byte[]... arguments) {
    return new Call(script, key, common, arguments, clock, null, null, durable);
  }

  /** A command on one key that is no script. */
  public static Call on(byte[] key, CommandArguments command) {
    return new Call(null, key, NOTHING, NOTHING, null, command, null, false);
  }

  /** A command for one node, whatever keys are where. */
  public static Call to(Node node, CommandArguments command) {
    return new Call(null, null, NOTHING, NOTHING, null, command, node, false);
  }

  /** The key's slot in a cluster. */
  int slot() {
    return slot;
  }

  /** The node that the call must go to, where it is not the key that says so. */
  @Nullable Node destination() {
    return redirected == null ? fixed : redirected;
  }

  /** The node that the call is for, where it is for no key. */
  @Nullable Node fixed() {
    return fixed;
  }

  boolean durable() {
    return durable;
  }

  /** About how many bytes it takes on the wire. */
  int size() {
    return size;
  }

  /** Whether the server is to be told that the call comes because it said ASK. */
  boolean asking() {
    return redirected != null;
  }

  void redirect(@Nullable Node node) {
    redirected = node;
  }

  void sendWhole() {
    whole = true;
  }

  void sendAlone() {
    alone = true;
  }

  /** The script that is called, if it is one. */
  @Nullable Script script() {
    return script;
  }

  /**
   * Whether this call and that one can be one run of a script. Neither changes while it is on its
   * way.
   */
  boolean goesWith(Call other) {
    return script != null
        && script == other.script
        && script.ofManyKeys()
        && !alone
        && !other.alone
        && !asking()
        && !other.asking()
        && Arrays.deepEquals(common, other.common);
  }

  /**
   * What goes over the wire for calls that go with one another; the thread that writes it calls
   * this as it writes.
   *
   * @param first whether the script has not gone over this connection before
   */
  static CommandArguments command(List<Call> calls, boolean first) {
    Call one = calls.get(0);
    if (one.plain != null) {
      return one.plain;
    }
    Script script = one.script;
    if (script == null) {
      throw new AssertionError("a call is a script on a key or a plain command");
    }
    boolean whole = first;
    for (Call call : calls) {
      whole |= call.whole;
    }
    CommandArguments command =
        whole
            ? new CommandArguments(Protocol.Command.EVAL).add(script.text())
            : new CommandArguments(Protocol.Command.EVALSHA).add(script.digest());
    command.add(calls.size());
    for (Call call : calls) {
      if (call.key != null) {
        command.add(raw(call.key));
      }
    }
    add(one.common, command);
    for (Call call : calls) {
      add(call.arguments, command);
    }
    if (one.clock != null) {
      command.add(one.clock.micros());
    }
    return command;
  }

  private static void add(byte[][] arguments, CommandArguments command) {
    for (byte[] argument : arguments) {
      command.add(raw(argument));
    }
  }

  /** Not a copy, as Jedis would make. */
  private static Rawable raw(byte[] bytes) {
    return () -> bytes;
  }

  /** Who waits for the call since it began. */
  @Nullable Gathering gathering() {
    return gathering;
  }

  /** The caller's thread hands the call over; {@code gathering} hears when it is settled. */
  void begin(Gathering gathering) {
    this.gathering = gathering;
    reply = null;
    failure = null;
    acknowledged = 0;
    sent = false;
    together = false;
    state.set(State.QUEUED);
  }

  /** The thread that is about to write the call; false when its caller has given it up. */
  boolean take() {
    return state.compareAndSet(State.QUEUED, State.SENT);
  }

  /**
   * The caller gives the call up. Whoever has it may still settle it, for nobody.
   *
   * @return whether it was never written, and now never will be
   */
  boolean abandon() {
    return state.compareAndSet(State.QUEUED, State.IDLE);
  }

  /** The server answered this call and others at once, and could not do so for each. */
  void answerTogether(Object reply, int acknowledged) {
    together = true;
    answer(reply, acknowledged);
  }

  /** The server answered; an error reply is an answer. */
  void answer(Object reply, int acknowledged) {
    this.reply = reply;
    this.acknowledged = acknowledged;
    this.sent = true;
    settle();
  }

  /** The call was or may have been written, and its answer is lost. */
  void lose(RuntimeException cause) {
    this.failure = cause;
    this.sent = true;
    settle();
  }

  /** The call was not written. */
  void refuse(RuntimeException cause) {
    this.failure = cause;
    settle();
  }

  /** The call was not taken to be written, and will not be. */
  void refuseUnlessAbandoned(RuntimeException cause) {
    if (take()) {
      refuse(cause);
    }
  }

  /** Whether the last sending is over; what came of it can be read then. */
  boolean settled() {
    return state.get() == State.IDLE;
  }

  /** Whether the last sending may have taken place. */
  boolean sent() {
    return sent;
  }

  /** Whether the last answer is not this call's alone. */
  boolean together() {
    return together;
  }

  /** What the server said, or null when it said nothing. */
  @Nullable Object reply() {
    return reply;
  }

  /** Why the server said nothing. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** How many replicas confirmed the write, where the call is durable. */
  public int acknowledged() {
    return acknowledged;
  }

  private void settle() {
    Gathering waiting = gathering;
    state.set(State.IDLE);
    if (waiting != null) {
      waiting.countDown();
    }
  }
}
