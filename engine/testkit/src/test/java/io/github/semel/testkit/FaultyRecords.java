package io.github.semel.testkit;

import static io.github.semel.testkit.StoreFault.*;

import io.github.semel.ClaimRequest;
import io.github.semel.StoreFullException;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The records of {@link FaultyStore}: which there are, when they end, and the room for them. */
final class FaultyRecords {

  private final StoreFault fault;
  private final OptionalLong maxEntries;
  private final FaultyKeys keys;
  private final FaultyWaiters waiters;
  private final Map<String, FaultyEntry> entries = new TreeMap<>();
  private long newestFence;
  private long sweeps;
  private long expired;
  private long refused;

  FaultyRecords(StoreFault fault, OptionalLong maxEntries, FaultyKeys keys, FaultyWaiters waiters) {
    this.fault = fault;
    this.maxEntries = maxEntries;
    this.keys = keys;
    this.waiters = waiters;
  }

  private boolean has(StoreFault other) {
    return fault == other;
  }

  Map<String, FaultyEntry> entries() {
    return entries;
  }

  void remove(String key) {
    entries.remove(keys.stored(key));
  }

  StoreStats stats() {
    long count =
        has(STATS_MISS_OUTCOMES)
            ? entries.values().stream().filter(entry -> entry.outcome == null).count()
            : entries.size();
    return new StoreStats(count, maxEntries, expired, refused);
  }

  /** The entry of a key unless it has expired. */
  FaultyEntry get(String key, long now) {
    FaultyEntry entry = entries.get(keys.stored(key));
    if (entry != null && isExpired(entry, now)) {
      if (has(NOTHING_IS_SWEPT) || has(EXPIRY_MAKES_NO_ROOM)) {
        return null;
      }
      drop(entry);
      entries.remove(keys.stored(key));
      return null;
    }
    return entry;
  }

  private void drop(FaultyEntry entry) {
    expired++;
    if (entry.outcome == null) {
      waiters.settled(entry.key);
    }
  }

  private void dropExpired(long now) {
    for (Iterator<FaultyEntry> all = entries.values().iterator(); all.hasNext(); ) {
      FaultyEntry entry = all.next();
      if (isExpired(entry, now)) {
        drop(entry);
        all.remove();
      }
    }
  }

  boolean isExpired(FaultyEntry entry, long now) {
    if (entry.outcome == null) {
      return !has(CLAIM_NEVER_EXPIRES)
          && now >= (has(CLAIM_EXPIRES_WITH_ITS_LEASE) ? entry.leaseUntil + 1 : entry.expiresAt);
    }
    return switch (fault) {
      case OUTCOME_NEVER_EXPIRES -> false;
      case OUTCOME_EXPIRES_LATE -> now > entry.expiresAt;
      case OUTCOME_EXPIRES_EARLY -> now >= entry.expiresAt - 1;
      default -> now >= entry.expiresAt;
    };
  }

  boolean isLapsed(FaultyEntry entry, long now) {
    return switch (fault) {
      case LEASE_LAPSES_LATE -> now > entry.leaseUntil;
      case LEASE_LAPSES_EARLY -> now >= entry.leaseUntil - 1;
      default -> now >= entry.leaseUntil;
    };
  }

  Ticket put(ClaimRequest request, int attempt, long now) {
    FaultyEntry before = entries.get(keys.stored(request.key()));
    long remembered = before == null ? 0 : before.fence;
    long fence =
        switch (fault) {
          case FENCE_REPEATS_AFTER_RELEASE -> Math.max(remembered + 1, now);
          case FENCE_STARTS_AGAIN -> remembered + 1;
          case FENCE_REPEATS_AFTER_TAKEOVER ->
              attempt > 1 ? remembered : Math.max(newestFence + 1, now);
          default -> Math.max(newestFence + 1, now);
        };
    newestFence = Math.max(newestFence, fence);
    FaultyEntry entry = new FaultyEntry(request, fence, attempt, now);
    if (before != null && attempt > 1 && has(TAKEOVER_KEEPS_THE_OLD_LABEL)) {
      entry.terms = before.terms;
    }
    entries.put(keys.stored(request.key()), entry);
    return entry.ticket();
  }

  // --- room
  // ---------------------------------------------------------------------------------------

  void sweep(long now) {
    if (!has(NOTHING_IS_SWEPT) && !has(EXPIRY_MAKES_NO_ROOM) && ++sweeps % 64 == 0) {
      dropExpired(now);
    }
  }

  void makeRoom(ClaimRequest request, long now) {
    if (maxEntries.isEmpty()) {
      return;
    }
    long bound = maxEntries.getAsLong() + (has(ROOM_FOR_ONE_MORE) ? 1 : 0);
    if (entries.size() >= bound && !has(NOTHING_IS_SWEPT) && !has(EXPIRY_MAKES_NO_ROOM)) {
      dropExpired(now);
    }
    if (entries.size() >= bound && !evict(now)) {
      refused++;
      throw new StoreFullException(request.key(), "maxEntries " + maxEntries.getAsLong());
    }
  }

  private boolean evict(long now) {
    for (Map.Entry<String, FaultyEntry> each : entries.entrySet()) {
      FaultyEntry entry = each.getValue();
      boolean victim =
          switch (fault) {
            case EVICTS_LIVE_CLAIMS -> entry.outcome == null;
            case EVICTS_OUTCOMES -> entry.outcome != null;
            case EVICTS_LAPSED_CLAIMS -> entry.outcome == null && isLapsed(entry, now);
            default -> false;
          };
      if (victim) {
        entries.remove(each.getKey());
        return true;
      }
    }
    return false;
  }
}
