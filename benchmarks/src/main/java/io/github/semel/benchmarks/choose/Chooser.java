package io.github.semel.benchmarks.choose;

import io.github.semel.benchmarks.choose.Candidate.Kind;
import io.github.semel.benchmarks.choose.Verdict.Outcome;
import io.github.semel.benchmarks.choose.Workload.Survive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges candidates for a workload. Of those that fit it takes the nearest, because each step away
 * from the heap is one more thing to run; of two that are as near, the one that takes less memory.
 */
public final class Chooser {

  /** What waits for replicas before it answers. */
  private static final String BUILD = ".build();";

  private static final String DURABLE_BUILD =
      ".durability(Durability.replicas(1, Duration.ofSeconds(1))).build();";

  /** Room for what is expired and not swept, and for a busy hour. */
  private static final double ROOM = 1.25;

  private final Workload workload;

  private Chooser(Workload workload) {
    this.workload = workload;
  }

  /** Judges all. */
  public static Choice choose(Workload workload, List<Candidate> candidates) {
    return new Chooser(workload).choose(candidates);
  }

  private Choice choose(List<Candidate> candidates) {
    List<Verdict> judged = candidates.stream().map(this::judge).toList();
    Optional<Candidate> best =
        judged.stream()
            .filter(verdict -> verdict.outcome() == Outcome.FITS)
            .map(Verdict::candidate)
            .min(
                Comparator.comparing(Candidate::kind)
                    .thenComparingDouble(candidate -> candidate.memory(workload)));
    String records =
        "%s records at a time (%s new ones a second for %s), %s each without their keys."
            .formatted(
                Amounts.count(workload.records()),
                Amounts.count(workload.newRecordsASecond()),
                Amounts.span(workload.ttl().toMillis() / 1e3),
                Amounts.bytes(workload.valueBytes()));
    if (best.isEmpty()) {
      List<String> gives = new ArrayList<>();
      judged.forEach(verdict -> give(verdict).ifPresent(gives::add));
      return new Choice(records, judged, gives, "");
    }
    Candidate taken = best.get();
    List<Verdict> verdicts =
        judged.stream()
            .map(verdict -> verdict.outcome() == Outcome.FITS ? compared(verdict, taken) : verdict)
            .toList();
    return new Choice(records, verdicts, List.of(), code(taken));
  }

  private Verdict judge(Candidate candidate) {
    Kind kind = candidate.kind();
    if (workload.instances() > 1 && !kind.shared()) {
      return verdict(candidate, Outcome.NEED, "serves one process, not " + workload.instances());
    }
    if (workload.survive().compareTo(kind.survives()) > 0) {
      boolean host = workload.survive() == Survive.HOST_LOSS;
      return verdict(
          candidate, Outcome.NEED, "its records go with its " + (host ? "host" : "process"));
    }
    if (Double.isNaN(candidate.recordBytes())) {
      return verdict(candidate, Outcome.UNMEASURED, "what its records take was not measured");
    }
    double memory = candidate.memory(workload);
    if (memory > workload.memoryBytes()) {
      return verdict(
          candidate,
          Outcome.MEMORY,
          "takes %s of memory, and there are %s"
              .formatted(Amounts.bytes(memory), Amounts.bytes(workload.memoryBytes())));
    }
    if (candidate.requestsASecond() < workload.rate()) {
      return verdict(
          candidate,
          Outcome.RATE,
          "did %s requests a second, and there are %s"
              .formatted(
                  Amounts.count(candidate.requestsASecond()), Amounts.count(workload.rate())));
    }
    double p99 = candidate.p99Micros();
    if (p99 > workload.p99Micros() && candidate.p99Rate() <= workload.rate()) {
      return verdict(
          candidate,
          Outcome.P99,
          "99 of 100 took up to %s, and %s are allowed"
              .formatted(Amounts.time(p99), Amounts.time(workload.p99Micros())));
    }
    // Calls that are short at a higher rate are so at this one; nothing else follows from another.
    boolean known = p99 <= workload.p99Micros() && candidate.p99Rate() >= workload.rate();
    String latency =
        known
            ? "99 of 100 took up to %s at %s requests a second"
                .formatted(Amounts.time(p99), Amounts.count(candidate.p99Rate()))
            : "how long calls take at this rate was not measured";
    boolean withoutReplica = waitsForReplica(candidate) && !candidate.asAsked();
    String fits =
        "takes %s of memory, and %s%s"
            .formatted(
                Amounts.bytes(memory),
                latency,
                withoutReplica ? ", without waiting for a replica as it will have to" : "");
    return verdict(candidate, Outcome.FITS, fits);
  }

  /** Whether a replica is to have what the store has acknowledged. */
  private boolean waitsForReplica(Candidate candidate) {
    return workload.survive() == Survive.HOST_LOSS && candidate.kind() == Kind.SERVER;
  }

  private static Verdict verdict(Candidate candidate, Outcome outcome, String reason) {
    return new Verdict(candidate, outcome, reason);
  }

  /** Says of one that fits why another is taken. */
  private static Verdict compared(Verdict verdict, Candidate taken) {
    Candidate candidate = verdict.candidate();
    if (candidate.equals(taken)) {
      return verdict(candidate, Outcome.CHOSEN, verdict.reason());
    }
    String more = candidate.kind() == taken.kind() ? "more memory" : candidate.kind().burden();
    return verdict(
        candidate, Outcome.FITS, "would do, but asks for " + more + "; it " + verdict.reason());
  }

  /** What would have to change for a candidate that does not fit. */
  private Optional<String> give(Verdict verdict) {
    Candidate candidate = verdict.candidate();
    String change =
        switch (verdict.outcome()) {
          case MEMORY ->
              "%s of memory, or a ttl of %s at most"
                  .formatted(
                      Amounts.bytes(candidate.memory(workload)),
                      Amounts.span(
                          workload.ttl().toMillis()
                              / 1e3
                              * workload.memoryBytes()
                              / candidate.memory(workload)));
          case RATE ->
              "%s requests a second at most, or the keys spread over more of them"
                  .formatted(Amounts.count(candidate.requestsASecond()));
          case P99 -> "a p99 of " + Amounts.time(candidate.p99Micros());
          default -> "";
        };
    return change.isEmpty()
        ? Optional.empty()
        : Optional.of(candidate.name() + " would do with " + change);
  }

  private String code(Candidate taken) {
    String code =
        taken
            .code()
            .replace(
                "{entries}",
                String.format(Locale.ROOT, "%d", Amounts.roundedUp(ROOM * workload.records())))
            .replace("{bytes}", String.valueOf(workload.valueBytes()));
    return waitsForReplica(taken) ? code.replace(BUILD, DURABLE_BUILD) : code;
  }
}
