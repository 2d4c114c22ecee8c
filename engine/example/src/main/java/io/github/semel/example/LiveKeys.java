package io.github.semel.example;

import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.Outcome;
import io.github.semel.StoreListener;
import io.github.semel.Ticket;
import io.github.semel.http.HttpListener;
import io.github.semel.http.ProblemKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page shows: the latest keys, and what became of all requests. Hears of it from the store
 * and from the filter. Safe for any thread.
 */
final class LiveKeys implements StoreListener, HttpListener {

  /** How many keys are shown. */
  static final int SHOWN = 100;

  /**
   * One key as it is shown.
   *
   * @param key the store's name for it
   * @param state in words
   * @param attempt of the last claim
   * @param replays how often an answer was another request's, or an earlier attempt's
   * @param conflicts how often a request with it was refused
   */
  record Line(String key, String state, int attempt, long replays, long conflicts) {}

  /**
   * Everything since the start.
   *
   * @param requests that asked for a payment
   * @param claims of fresh keys
   * @param replays answers that are another request's, or an earlier attempt's
   * @param conflicts that were refused
   * @param inDoubt keys of those shown that are in doubt now
   * @param settledAsCharged doubts that the gateway settled: it had charged
   * @param settledAsNotCharged doubts that the gateway settled: it had not
   * @param keys the latest first
   */
  record Snapshot(
      long requests,
      long claims,
      long replays,
      long conflicts,
      long inDoubt,
      long settledAsCharged,
      long settledAsNotCharged,
      List<Line> keys) {}

  private static final String IN_DOUBT = "in doubt";

  // All under this object's monitor; the last that something happened to comes last.
  private final LinkedHashMap<String, Line> lines = new LinkedHashMap<>(16, 0.75f, true);
  private long requests;
  private long claims;
  private long replays;
  private long conflicts;
  private long settledAsCharged;
  private long settledAsNotCharged;

  /** Somebody asked for a payment. */
  synchronized void requested() {
    requests++;
  }

  /** The gateway gave no answer. */
  synchronized void leftInDoubt(String key) {
    become(key, IN_DOUBT);
  }

  /** The gateway said what an earlier attempt had done. */
  synchronized void settled(boolean charged) {
    if (charged) {
      settledAsCharged++;
    } else {
      settledAsNotCharged++;
    }
  }

  /** A request was refused because of another with the same key. */
  synchronized void conflicted(String key) {
    conflicts++;
    Line line = line(key);
    put(new Line(key, line.state(), line.attempt(), line.replays(), line.conflicts() + 1));
  }

  @Override
  public synchronized void claimed(String key, ClaimResult result, Duration took) {
    Line line = line(key);
    if (result instanceof Ticket ticket) {
      claims += ticket.inDoubt() ? 0 : 1;
      put(
          new Line(
              key,
              ticket.inDoubt() ? IN_DOUBT : "running",
              ticket.attempt(),
              line.replays(),
              line.conflicts()));
    }
  }

  @Override
  public synchronized void completed(
      Ticket ticket, Outcome outcome, Completion completion, Duration took) {
    if (completion instanceof Completion.Recorded) {
      become(ticket.key(), outcome.status() == Outcome.Status.IN_DOUBT ? IN_DOUBT : "recorded");
    }
  }

  @Override
  public synchronized void released(Ticket ticket, boolean released, Duration took) {
    if (released) {
      become(ticket.key(), "given back");
    }
  }

  @Override
  public synchronized void replayed(String key, int status) {
    replays++;
    Line line = line(key);
    put(new Line(key, line.state(), line.attempt(), line.replays() + 1, line.conflicts()));
  }

  @Override
  public void refused(ProblemKind kind, Optional<String> key) {
    if (kind == ProblemKind.IN_PROGRESS || kind == ProblemKind.KEY_REUSED) {
      key.ifPresent(this::conflicted);
    }
  }

  /** What there is to show. */
  synchronized Snapshot snapshot() {
    List<Line> latest = new ArrayList<>(lines.values());
    Collections.reverse(latest);
    long doubts = latest.stream().filter(line -> line.state().equals(IN_DOUBT)).count();
    return new Snapshot(
        requests,
        claims,
        replays,
        conflicts,
        doubts,
        settledAsCharged,
        settledAsNotCharged,
        latest);
  }

  private Line line(String key) {
    // A key that this process has not seen before and that is not free was another's, or is one
    // that the file had.
    return lines.getOrDefault(key, new Line(key, "recorded", 1, 0, 0));
  }

  private void become(String key, String state) {
    Line line = line(key);
    put(new Line(key, state, line.attempt(), line.replays(), line.conflicts()));
  }

  private void put(Line line) {
    lines.put(line.key(), line);
    if (lines.size() > SHOWN) {
      Map.Entry<String, Line> oldest = lines.entrySet().iterator().next();
      lines.remove(oldest.getKey());
    }
  }
}
