package io.github.semel.benchmarks.choose;

import io.github.semel.benchmarks.choose.Verdict.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The answer for a workload.
 *
 * @param records the live records in words
 * @param verdicts one for each candidate, in their order
 * @param gives what would have to give, where none fits
 * @param code what opens the one that is taken; empty where none fits
 */
public record Choice(String records, List<Verdict> verdicts, List<String> gives, String code) {

  /** Copies the lists. */
  public Choice {
    verdicts = List.copyOf(verdicts);
    gives = List.copyOf(gives);
  }

  /** The one that is taken. */
  public Optional<Verdict> chosen() {
    return verdicts.stream().filter(verdict -> verdict.outcome() == Outcome.CHOSEN).findFirst();
  }

  /** For a terminal. */
  public String toText() {
    StringBuilder text = new StringBuilder(records).append("\n\n");
    text.append(
        chosen()
            .map(
                verdict ->
                    "Take " + verdict.candidate().name() + " – it " + verdict.reason() + "\n")
            .orElse("None fits.\n"));
    for (Verdict verdict : verdicts) {
      if (verdict.outcome() != Outcome.CHOSEN) {
        text.append("  not ").append(verdict.candidate().name()).append(" – ");
        text.append(verdict.reason()).append('\n');
      }
    }
    if (!gives.isEmpty()) {
      text.append("\nWhat would have to give, one of:\n");
      gives.forEach(give -> text.append("  - ").append(give).append('\n'));
    }
    if (!code.isEmpty()) {
      text.append('\n').append(code).append('\n');
    }
    return text.toString();
  }
}
