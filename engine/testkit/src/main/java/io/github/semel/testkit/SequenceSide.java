package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store, or the model, as one side of a comparison. Fences and the owners of everyday claims are
 * the store's to choose, so answers name a claim by the number of its ticket.
 */
final class SequenceSide {

  /** One call, to be made to both sides. */
  @FunctionalInterface
  interface Call {

    /** Makes the call, and writes the answer down. */
    String on(SequenceSide side);
  }

  private final IdempotencyStore store;
  private final List<String> keys;
  private final List<Ticket> tickets = new ArrayList<>();

  SequenceSide(IdempotencyStore store, List<String> keys) {
    this.store = store;
    this.keys = keys;
  }

  int tickets() {
    return tickets.size();
  }

  int ticketAgo(int ago) {
    return tickets.size() - 1 - ago % tickets.size();
  }

  @Nullable IdempotencyRecord record(String key) {
    return store.find(key).orElse(null);
  }

  /** How often the outcome of a ticket's key was amended. */
  int amendments(int index) {
    return record(tickets.get(index).key()) instanceof IdempotencyRecord.Completed completed
        ? completed.version().amendments()
        : 0;
  }

  String claim(ClaimRequest request) {
    ClaimResult result = store.claim(request);
    if (result instanceof ClaimResult.Acquired acquired) {
      assertThat(acquired.ticket().owner()).as("owner").isEqualTo(request.owner());
    }
    return text(request.key(), result);
  }

  String claim(String key, Fingerprint fingerprint, ClaimTerms terms) {
    return text(key, store.claim(key, fingerprint, terms));
  }

  String complete(int index, boolean rebuilt, Outcome outcome, Duration ttl) {
    Completion completion = store.complete(ticket(index, rebuilt), outcome, ttl);
    return completion instanceof Completion.Superseded superseded
        ? "superseded by " + text(superseded.current())
        : "recorded";
  }

  String renew(int index, boolean rebuilt, Duration lease) {
    return "renewed " + store.renew(ticket(index, rebuilt), lease);
  }

  String release(int index, boolean rebuilt) {
    return "released " + store.release(ticket(index, rebuilt));
  }

  String find(String key) {
    return text(store.find(key));
  }

  String amend(int index, int amendments, Outcome outcome) {
    Ticket ticket = tickets.get(index);
    RecordVersion version = new RecordVersion(ticket.fence(), amendments);
    return "amended " + store.amend(ticket.key(), version, outcome);
  }

  String forget(int index) {
    Ticket ticket = tickets.get(index);
    return "forgotten " + store.forget(ticket.key(), ticket.fence());
  }

  String scan(Duration olderThan, int limit) {
    TreeMap<String, String> found = new TreeMap<>();
    Optional<String> cursor = Optional.empty();
    do {
      PendingPage page = store.pending(olderThan, limit, cursor.orElse(null));
      assertThat(page.records()).as("page").hasSizeLessThanOrEqualTo(limit);
      for (IdempotencyRecord.Pending record : page.records()) {
        if (keys.contains(record.key())) {
          found.put(record.key(), text(Optional.of(record)));
        }
      }
      cursor = page.next();
    } while (cursor.isPresent());
    return "pending " + found.values();
  }

  private Ticket ticket(int index, boolean rebuilt) {
    Ticket ticket = tickets.get(index);
    return rebuilt ? ContractSection.rebuilt(ticket) : ticket;
  }

  private String text(String key, ClaimResult result) {
    if (result instanceof ClaimResult.Acquired acquired) {
      Ticket ticket = acquired.ticket();
      assertThat(ticket.key()).as("key").isEqualTo(key);
      return "acquired " + number(ticket) + ", attempt " + ticket.attempt();
    }
    return result instanceof ClaimResult.Completed completed
        ? completed + ": " + text(completed.outcome())
        : result.toString();
  }

  /** The number of a ticket; a new one must have a higher fence than its key ever had. */
  private String number(Ticket ticket) {
    int known = tickets.indexOf(ticket);
    if (known >= 0) {
      return "#" + known + " again";
    }
    for (Ticket earlier : tickets) {
      if (earlier.key().equals(ticket.key())) {
        assertThat(ticket.fence()).as("fence").isGreaterThan(earlier.fence());
      }
    }
    tickets.add(ticket);
    return "#" + (tickets.size() - 1);
  }

  private String text(Optional<IdempotencyRecord> found) {
    if (found.isEmpty()) {
      return "absent";
    }
    IdempotencyRecord record = found.get();
    int index = -1;
    for (int i = 0; i < tickets.size(); i++) {
      Ticket ticket = tickets.get(i);
      if (ticket.key().equals(record.key())
          && ticket.fence() == record.fence()
          && ticket.owner().equals(record.owner())) {
        index = i;
      }
    }
    String claim = "#" + index + ", attempt " + record.attempt() + ", " + record.fingerprint();
    if (record instanceof IdempotencyRecord.Completed completed) {
      return "completed "
          + claim
          + ", amendments "
          + completed.version().amendments()
          + ", "
          + text(completed.outcome())
          + ", "
          + completed.completedAt()
          + " to "
          + completed.expiresAt();
    }
    IdempotencyRecord.Pending pending = (IdempotencyRecord.Pending) record;
    return "pending "
        + claim
        + ", label "
        + pending.label()
        + ", "
        + pending.claimedAt()
        + " to "
        + pending.leaseUntil()
        + " to "
        + pending.retainUntil();
  }

  private static String text(Outcome outcome) {
    return outcome.status() + Arrays.toString(outcome.bytes());
  }
}
