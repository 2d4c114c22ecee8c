package io.github.semel.testkit;

import static io.github.semel.testkit.StoreFault.*;

import io.github.semel.IdempotencyRecord;
import io.github.semel.PendingPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How {@link FaultyStore} lists pending claims: by key, from the last key of the page before. */
final class FaultyScan {

  private final StoreFault fault;
  private final FaultyRecords records;
  private final FaultyKeys keys;

  FaultyScan(StoreFault fault, FaultyRecords records, FaultyKeys keys) {
    this.fault = fault;
    this.records = records;
    this.keys = keys;
  }

  PendingPage page(long now, long minAge, int limit, String cursor) {
    boolean counting = fault == SCAN_COUNTS_ITS_WAY;
    int skip = counting && cursor != null ? Integer.parseInt(cursor) : 0;
    int seen = 0;
    List<IdempotencyRecord.Pending> page = new ArrayList<>();
    for (Map.Entry<String, FaultyEntry> each : records.entries().entrySet()) {
      FaultyEntry entry = each.getValue();
      if (!isListed(entry, now, minAge)
          || (counting ? seen++ < skip : isBefore(each.getKey(), cursor))) {
        continue;
      }
      if (page.size() == limit) {
        String next = counting ? "" + (skip + limit) : keys.stored(page.get(limit - 1).key());
        return new PendingPage(
            page, fault == SCAN_STOPS_AFTER_ONE_PAGE ? Optional.empty() : Optional.of(next));
      }
      page.add(entry.pendingSnapshot());
    }
    return new PendingPage(page, Optional.empty());
  }

  private boolean isListed(FaultyEntry entry, long now, long minAge) {
    return !records.isExpired(entry, now)
        && (entry.outcome == null || fault == SCAN_LISTS_OUTCOMES)
        && now - entry.claimedAt >= minAge
        && !(fault == SCAN_HIDES_LAPSED_CLAIMS && records.isLapsed(entry, now));
  }

  private static boolean isBefore(String key, String cursor) {
    return cursor != null && key.compareTo(cursor) <= 0;
  }
}
