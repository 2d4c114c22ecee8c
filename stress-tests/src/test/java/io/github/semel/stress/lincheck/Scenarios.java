package io.github.semel.stress.lincheck;

import io.github.semel.stress.races.Flaw;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/**
 * The scenarios that every store is put through beside random ones: each has two callers who want
 * opposite things of one record, in as few calls as show it.
 */
final class Scenarios {

  private Scenarios() {}

  /** Two claims of a free key. */
  static ExecutionScenario claims() {
    return of(List.of(), List.of(call("claim", 1)), List.of(call("claim", 1)), find(1));
  }

  /** A completion, while the lease lapses and another claims. */
  static ExecutionScenario takeover() {
    return of(
        List.of(),
        List.of(call("complete")),
        List.of(call("advance", 2), call("claim", 0)),
        find(0));
  }

  /** A renewal, while the lease lapses and another claims. */
  static ExecutionScenario renewal() {
    return of(
        List.of(), List.of(call("renew")), List.of(call("advance", 2), call("claim", 0)), find(0));
  }

  /** A release, while the lease lapses and another claims. */
  static ExecutionScenario release() {
    return of(
        List.of(),
        List.of(call("release")),
        List.of(call("advance", 2), call("claim", 0)),
        find(0));
  }

  /** A release, and a claim of a live key. */
  static ExecutionScenario releaseOfLive() {
    return of(
        List.of(), List.of(call("release")), List.of(call("claim", 0), call("claim", 0)), find(0));
  }

  /** Two completions of one ticket. */
  static ExecutionScenario completions() {
    return of(
        List.of(),
        List.of(call("complete"), call("find", 0)),
        List.of(call("completeOtherwise"), call("find", 0)),
        find(0));
  }

  /** A completion, and a duplicate. */
  static ExecutionScenario duplicate() {
    return of(
        List.of(), List.of(call("complete")), List.of(call("claim", 0), call("find", 0)), find(0));
  }

  /** Two amendments of one version. */
  static ExecutionScenario amendments() {
    return of(
        List.of(call("complete")),
        List.of(call("amend")),
        List.of(call("amendOtherwise")),
        find(0));
  }

  /** Two claims of a key whose outcome expires. */
  static ExecutionScenario expiry() {
    return of(
        List.of(call("complete")),
        List.of(call("advance", 2), call("claim", 0)),
        List.of(call("claim", 0)),
        find(0));
  }

  /** A completion, while the claim is forgotten and another claims. */
  static ExecutionScenario forgotten() {
    return of(
        List.of(call("advance", 3)),
        List.of(call("complete")),
        List.of(call("advance", 1), call("claim", 0)),
        find(0));
  }

  /** A claim of a key that is forgotten, and of another that has to wait for its room. */
  static ExecutionScenario room() {
    return of(
        List.of(call("advance", 4)), List.of(call("claim", 0)), List.of(call("claim", 1)), find(0));
  }

  /** Two claims for the room of one. */
  static ExecutionScenario lastRoom() {
    return of(
        List.of(call("release")), List.of(call("claim", 0)), List.of(call("claim", 1)), find(0));
  }

  /** A reader, while the outcome's place is used for another key. */
  static ExecutionScenario reuse() {
    return of(
        List.of(call("complete")),
        List.of(call("forget"), call("claimAndComplete", 1, "b")),
        List.of(call("find", 0)),
        find(1));
  }

  /** A claim, while time goes by and another claims. */
  static ExecutionScenario clock() {
    return of(
        List.of(),
        List.of(call("claim", 1)),
        List.of(call("advance", 1), call("claim", 1)),
        find(1));
  }

  /** What brings a flaw to light. */
  static ExecutionScenario thatShows(Flaw flaw) {
    return switch (flaw) {
      case CLAIM_CHECKS_THEN_ACTS -> claims();
      case CLOCK_BEFORE_LOCK -> clock();
      case ROOM_CHECKED_THEN_TAKEN -> lastRoom();
      case SWEEP_CHECKS_THEN_REMOVES -> room();
      case OUTCOME_WRITTEN_PLAINLY, COMPLETION_REPLACES -> completions();
      case OUTCOME_READ_AFTER_REUSE -> reuse();
      case COMPLETION_UNFENCED -> takeover();
      case RENEWAL_CHECKS_THEN_ACTS -> renewal();
      case RELEASE_CHECKS_THEN_ACTS -> release();
      case RELEASE_REMOVES_TWICE -> releaseOfLive();
      case AMENDMENT_CHECKS_THEN_ACTS -> amendments();
      case INDEX_READ_WHILE_IT_GROWS ->
          throw new IllegalArgumentException("two keys do not make an index grow");
    };
  }

  static List<ExecutionScenario> all() {
    return List.of(
        claims(),
        takeover(),
        renewal(),
        release(),
        releaseOfLive(),
        completions(),
        duplicate(),
        amendments(),
        expiry(),
        forgotten(),
        reuse(),
        clock());
  }

  static List<ExecutionScenario> ofFullStores() {
    return List.of(room(), lastRoom(), forgotten(), expiry());
  }

  private static ExecutionScenario of(
      List<Actor> before, List<Actor> one, List<Actor> other, Actor after) {
    return new ExecutionScenario(before, List.of(one, other), List.of(after), null);
  }

  private static Actor find(int key) {
    return call("find", key);
  }

  private static Actor call(String name, Object... arguments) {
    Method method =
        Arrays.stream(Calls.class.getMethods())
            .filter(known -> known.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new Actor(method, List.of(arguments));
  }
}
