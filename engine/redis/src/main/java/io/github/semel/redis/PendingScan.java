package io.github.semel.redis;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.PendingPage;
import io.github.semel.StoreClock;
import io.github.semel.StoreCorruptException;
import io.github.semel.StoreOperation;
import io.github.semel.callback.Callbacks;
import io.github.semel.redis.RecordFormat.Stored;
import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Call;
import io.github.semel.redis.connection.ClusterMap;
import io.github.semel.redis.connection.Delivery;
import io.github.semel.redis.connection.Node;
import io.github.semel.redis.connection.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/**
 * The scan of pending records: SCAN over one master after the other, a bounded number of keys a
 * page, and of each key just the bytes that a pending record can have.
 *
 * <p>A cursor of SCAN counts only on the server process that gave it, and the keys of a slot that
 * moves while the scan is under way may be passed by. So the cursor names the server processes and
 * the slots that it was made for, and when they are others now, at the latest at the end, the scan
 * begins again: what is pending throughout is listed, if need be twice. What can be missed are keys
 * that are moved while the slot still counts as its old master's.
 */
final class PendingScan {

  /** How often a page goes on with a SCAN that has found nothing, so that each page is bounded. */
  private static final int MOST_STEPS = 10;

  private static final int FEWEST_KEYS = 10;
  private static final int MOST_KEYS = 1_000;
  private static final String DONE = "0";

  private final Topology topology;
  private final Delivery delivery;
  private final KeyPrefix prefix;
  private final RedisStoreListener listener;
  private final @Nullable StoreClock testClock;

  /** Of the page, with all that it takes. */
  private final long deadline;

  /** A scan of one page, whose time begins now. */
  PendingScan(
      Topology topology,
      Delivery delivery,
      KeyPrefix prefix,
      RedisStoreListener listener,
      @Nullable StoreClock testClock) {
    this.topology = topology;
    this.delivery = delivery;
    this.prefix = prefix;
    this.listener = listener;
    this.testClock = testClock;
    this.deadline = delivery.deadline();
  }

  PendingPage page(Duration olderThan, int limit, @Nullable String cursor) {
    List<Node> masters = topology.masters();
    int servers = placement(masters);
    ScanCursor at = cursor == null ? ScanCursor.start(servers) : ScanCursor.parse(cursor);
    if (at.servers() != servers || at.server() >= masters.size()) {
      at = ScanCursor.start(servers);
    }
    long age = Micros.of(olderThan);
    List<IdempotencyRecord.Pending> found = new ArrayList<>();
    for (int step = 0; step < MOST_STEPS && found.size() < limit; step++) {
      if (step > 0 && System.nanoTime() - deadline >= 0) {
        break;
      }
      Node master = masters.get(at.server());
      List<byte[]> names = at.left();
      String next = at.position();
      if (names.isEmpty()) {
        int count = Math.max(FEWEST_KEYS, Math.min(MOST_KEYS, limit - found.size()));
        List<?> scanned = (List<?>) ask(master, scan(next, count));
        next = new String((byte[]) scanned.get(0), StandardCharsets.US_ASCII);
        names = names((List<?>) scanned.get(1));
      }
      List<byte[]> left = read(master, names, age, limit, found);
      if (!left.isEmpty()) {
        at = new ScanCursor(servers, at.server(), next, left);
      } else if (!next.equals(DONE)) {
        at = new ScanCursor(servers, at.server(), next, List.of());
      } else if (at.server() + 1 < masters.size()) {
        at = new ScanCursor(servers, at.server() + 1, DONE, List.of());
      } else {
        int now = placement(masters);
        return new PendingPage(
            found, now == servers ? Optional.empty() : Optional.of(ScanCursor.start(now).text()));
      }
    }
    return new PendingPage(found, Optional.of(at.text()));
  }

  /**
   * A number that is another when the masters are other processes, in another order, or have other
   * slots.
   */
  private int placement(List<Node> masters) {
    int hash = 1;
    for (Node master : masters) {
      byte[] info = (byte[]) ask(master, new CommandArguments(Protocol.Command.INFO).add("server"));
      for (String line : new String(info, StandardCharsets.UTF_8).split("\r?\n")) {
        if (line.startsWith("run_id:")) {
          hash = 31 * hash + line.hashCode();
        } else if (line.equals("redis_mode:cluster")) {
          hash = 31 * hash + slots(master);
        }
      }
      hash = 31 * hash + master.address().hashCode();
    }
    return hash;
  }

  /** Of which slots a node says whose they are, in whatever order it does. */
  private int slots(Node master) {
    CommandArguments question = new CommandArguments(Protocol.Command.CLUSTER).add("SLOTS");
    List<?> told = (List<?>) ask(master, question);
    return Set.copyOf(ClusterMap.read(told, HostAndPort::new).ranges()).hashCode();
  }

  private CommandArguments scan(String position, int count) {
    return new CommandArguments(Protocol.Command.SCAN)
        .add(position)
        .add("MATCH")
        .add(prefix.pattern())
        .add("COUNT")
        .add(count);
  }

  private List<byte[]> names(List<?> scanned) {
    List<byte[]> names = new ArrayList<>(scanned.size());
    for (Object name : scanned) {
      // Another's name that only begins alike may be of any length, and is none of ours.
      if (prefix.key((byte[]) name).isPresent()) {
        names.add((byte[]) name);
      }
    }
    return names;
  }

  /**
   * Adds the pending ones among {@code names} to {@code found}, until that is full.
   *
   * @return the names that were not looked at
   */
  private List<byte[]> read(
      Node master, List<byte[]> names, long age, int limit, List<IdempotencyRecord.Pending> found) {
    if (names.isEmpty()) {
      return names;
    }
    List<Call> calls = new ArrayList<>(names.size() + 1);
    for (byte[] name : names) {
      calls.add(
          Call.on(
              name,
              new CommandArguments(Protocol.Command.GETRANGE)
                  .add(name)
                  .add(0)
                  .add(RecordFormat.LONGEST_PENDING - 1)));
    }
    // Last, so that the time is not before the records that were read.
    calls.add(Call.to(master, new CommandArguments(Protocol.Command.TIME)));
    List<Answer> answers = delivery.send(calls, deadline);
    long now = time(answers.get(names.size()));
    for (int i = 0; i < names.size(); i++) {
      if (found.size() == limit) {
        return names.subList(i, names.size());
      }
      Optional<String> key = prefix.key(names.get(i));
      if (key.isPresent()) {
        Stored stored = stored(key.get(), answers.get(i));
        if (stored != null
            && stored.pending()
            && now < stored.retainUntil()
            && now - stored.since() >= age) {
          found.add(stored.toPending());
        }
      }
    }
    return List.of();
  }

  /** What cannot be read is told to the listener, and the scan goes on to what can. */
  private @Nullable Stored stored(String key, Answer answer) {
    try {
      byte[] bytes = (byte[]) Answers.value("reading", key, answer);
      return bytes.length == 0 ? null : new Stored(key, bytes, 0);
    } catch (StoreCorruptException e) {
      Callbacks.run(() -> listener.failed(StoreOperation.PENDING, key, e, Duration.ZERO));
      return null;
    }
  }

  private long time(Answer answer) {
    List<?> time = (List<?>) Answers.value("the time", answer);
    return testClock != null ? testClock.micros() : 1_000_000 * part(time, 0) + part(time, 1);
  }

  private static long part(List<?> time, int index) {
    return Long.parseLong(new String((byte[]) time.get(index), StandardCharsets.US_ASCII));
  }

  private Object ask(Node master, CommandArguments command) {
    return Answers.value(
        "a scan of " + master.address(), delivery.send(Call.to(master, command), deadline));
  }
}
