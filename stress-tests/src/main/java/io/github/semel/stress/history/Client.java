package io.github.semel.stress.history;

import io.github.semel.IdempotencyStore;
import io.github.semel.stress.Count;
import io.github.semel.stress.history.Recorder.Claim;
import io.github.semel.stress.history.Recorder.Finish;
import io.github.semel.stress.history.Recorder.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client: claims, completes, and does everything else to a few keys that all clients use at the
 * same time, and that go on to others as the order of calls goes on; and looks at earlier ones now
 * and then. What it draws follows from the seed; how clients meet does not.
 */
final class Client {

  /** What the clients of a process have in common. */
  record Shared(
      IdempotencyStore store,
      Field field,
      Vocabulary vocabulary,
      Pace pace,
      AtomicReferenceArray<@Nullable Held> tickets,
      Consumer<String> wrong) {}

  /** Tickets that any client of a process may use, so that stale ones are used by others. */
  static final int SHARED_TICKETS = 128;

  private static final int ENTRIES_A_KEY = 22;
  private static final int KEYS_AT_A_TIME = 8;
  private static final int FARTHEST_BITS = 14;
  private static final int RECENT = 16;
  private static final int OLDEST_TICKET = 512;
  private static final int BATCH = 4;
  private static final long CLIENT_UNIT = 1L << 40;
  private static final long FIRST_FILLING_KEY = 1L << 50;
  private static final int MOST_FILLED = 200_000;
  private static final int FILLED_SAMPLE = 8;
  private static final int LEFT_FULL = 500;
  private static final long ALL_EXPIRED_MICROS = 2_000_000_000;
  private static final long HOLDER_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000_000;
  private static final int INSTANTS = 6;

  private final Shared shared;
  private final Field field;
  private final Recorder recorder;
  private final int number;
  private final SplittableRandom random;
  private final Held[] recent = new Held[RECENT];
  private int tickets;
  private @Nullable Claim lastClaim;
  private @Nullable Finish lastFinish;
  private long made;
  private long filled;
  private int leaveFull;

  Client(Shared shared, int number, HistoryLog log, long seed) {
    this.shared = shared;
    this.field = shared.field();
    this.number = number;
    this.recorder = new Recorder(shared.store(), field, shared.vocabulary(), log, shared.wrong());
    this.random = new SplittableRandom(seed);
  }

  /** The first key from which on no client has used any. */
  static long freshKey(Field field) {
    return field.order() / ENTRIES_A_KEY + KEYS_AT_A_TIME;
  }

  /**
   * Works until the round is to end, and then looks at a share of its keys once more.
   *
   * @param part which share, of {@code parts}
   */
  void run(int part, int parts) {
    while (!field.isStopping()) {
      step(random.nextInt(1_000));
      makeRoom();
      // Whoever interrupts wanted to disturb one call.
      Thread.interrupted();
    }
    long end = freshKey(field);
    for (long key = field.firstKey() + part; key < end; key += parts) {
      recorder.find(key);
    }
  }

  private void step(int draw) {
    if (draw < 380) {
      claim(newClaim());
    } else if (draw < 410) {
      if (lastClaim != null) {
        claim(lastClaim);
      }
    } else if (draw < 600) {
      complete(newest());
    } else if (draw < 640) {
      complete(any());
    } else if (draw < 670) {
      if (lastFinish != null && usable(lastFinish.held()) != null) {
        recorder.complete(lastFinish);
      }
    } else if (draw < 720) {
      Held held = any();
      if (held != null) {
        recorder.renew(held, lease());
      }
    } else if (draw < 790) {
      Held held = any();
      if (held != null) {
        recorder.release(held);
      }
    } else if (draw < 870) {
      recorder.find(key());
    } else if (draw < 920) {
      Held held = any();
      if (held != null) {
        recorder.amend(held, random.nextInt(3) / 2, outcome());
      }
    } else if (draw < 935) {
      Held held = any();
      if (held != null) {
        recorder.forget(held);
      }
    } else if (draw < 945) {
      batch();
    } else {
      timeGoesOn();
    }
  }

  // --- what is drawn
  // --------------------------------------------------------------------------------

  private long key() {
    long base = field.order() / ENTRIES_A_KEY;
    if (random.nextInt(8) == 0) {
      long most = Math.min(1L << random.nextInt(FARTHEST_BITS), base - field.firstKey() + 1);
      return base - random.nextLong(Math.max(1, most));
    }
    return base + random.nextInt(random.nextBoolean() ? 2 : KEYS_AT_A_TIME);
  }

  private Duration lease() {
    List<Duration> leases = shared.pace().leases();
    return leases.get(random.nextInt(leases.size()));
  }

  private Duration ttl() {
    List<Duration> ttls = shared.pace().ttls();
    return ttls.get(random.nextInt(ttls.size()));
  }

  private long outcome() {
    int draw = random.nextInt(100);
    return switch (draw) {
      case 0 -> Vocabulary.OMITTED;
      case 1 -> Vocabulary.IN_DOUBT;
      default -> Vocabulary.FIRST_OUTCOME + number * CLIENT_UNIT + made++;
    };
  }

  private Claim newClaim() {
    int draw = random.nextInt(60);
    return new Claim(
        key(),
        number * CLIENT_UNIT + made++,
        draw < Vocabulary.FINGERPRINTS ? draw : 0,
        random.nextInt(Vocabulary.LABELS),
        lease(),
        ttl());
  }

  private @Nullable Held newest() {
    return tickets == 0 ? null : usable(recent[(tickets - 1) % RECENT]);
  }

  private @Nullable Held any() {
    if (random.nextInt(3) == 0) {
      return usable(shared.tickets().get(random.nextInt(shared.tickets().length())));
    }
    return tickets == 0 ? null : usable(recent[random.nextInt(Math.min(tickets, RECENT))]);
  }

  /**
   * The keys of earlier rounds are judged already, and those that were left behind long since have
   * a long history: while a store is full there are no new tickets.
   */
  private @Nullable Held usable(@Nullable Held held) {
    long oldest = Math.max(field.firstKey(), field.order() / ENTRIES_A_KEY - OLDEST_TICKET);
    return held == null || held.key() < oldest ? null : held;
  }

  // --- what is done
  // ---------------------------------------------------------------------------------

  private void claim(Claim claim) {
    lastClaim = claim;
    recorder
        .claim(claim)
        .ifPresent(
            held -> {
              hold(held);
              if (field.takeHolderPause()) {
                pauseBeyond(claim.lease(), held);
              }
            });
    if (field.takeFilling()) {
      fill();
    }
  }

  private void hold(Held held) {
    recent[tickets++ % RECENT] = held;
    shared.tickets().set(random.nextInt(shared.tickets().length()), held);
  }

  private void complete(@Nullable Held held) {
    if (held != null) {
      lastFinish = new Finish(held, outcome(), ttl());
      recorder.complete(lastFinish);
    }
  }

  private void batch() {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      claims.add(newClaim());
    }
    List<Held> held = recorder.claimAll(claims);
    held.forEach(this::hold);
    List<Finish> finishes = new ArrayList<>();
    held.forEach(each -> finishes.add(new Finish(each, outcome(), ttl())));
    recorder.completeAll(finishes);
  }

  private void timeGoesOn() {
    if (random.nextInt(INSTANTS) == 0) {
      // To the very instant at which something begun just now ends, or to the last before it.
      long shortest = shared.pace().leases().get(0).toNanos() / 1_000;
      field.advance(shortest - random.nextInt(2));
    } else {
      field.advance(random.nextInt(2_000));
    }
  }

  /** Keeps a ticket until its lease has lapsed, and then completes it. */
  private void pauseBeyond(Duration lease, Held held) {
    Field.Reading before = field.read();
    long lapse = before.clock() + lease.toNanos() / 1_000;
    long deadline = System.nanoTime() + LONGEST_PAUSE_NANOS;
    while (field.read().clock() < lapse
        && !field.isStopping()
        && System.nanoTime() - deadline < 0) {
      Thread.interrupted();
      LockSupport.parkNanos(HOLDER_PAUSE_NANOS);
    }
    if (field.read().clock() >= lapse) {
      field.count(Count.HOLDER_PAUSES);
    }
    complete(held);
  }

  /** Claims keys that nobody else uses until there is no room, and looks at some of them. */
  private void fill() {
    long first = FIRST_FILLING_KEY + number * CLIENT_UNIT / 64 + filled;
    int count = 0;
    while (count < MOST_FILLED && !field.isStopping()) {
      recorder.claim(
          new Claim(
              first + count,
              number * CLIENT_UNIT + made++,
              0,
              0,
              longest(shared.pace().leases()),
              longest(shared.pace().ttls())));
      count++;
      Thread.interrupted();
      if (recorder.lastAnswer() == Answer.FULL) {
        field.count(Count.FILLINGS);
        break;
      }
    }
    for (int i = 0; i < count; i += FILLED_SAMPLE) {
      recorder.find(first + i);
    }
    filled += count;
    leaveFull = LEFT_FULL;
  }

  private static Duration longest(List<Duration> durations) {
    return durations.get(durations.size() - 1);
  }

  /** When everybody has met the full store, everything in it expires. */
  private void makeRoom() {
    if (leaveFull > 0 && --leaveFull == 0) {
      field.jump(ALL_EXPIRED_MICROS);
    }
  }
}
