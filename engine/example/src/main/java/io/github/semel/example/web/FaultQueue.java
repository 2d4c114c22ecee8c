package io.github.semel.example.web;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Faults to order: what befalls the next ones, in the order in which it was ordered. Safe for any
 * thread.
 *
 * @param <F> the faults there are
 */
public final class FaultQueue<F extends Enum<F>> implements Supplier<Optional<F>> {

  /** The most that may be ordered at once. */
  public static final int MOST = 1_000;

  private final Class<F> kinds;
  private final Queue<F> ordered = new ArrayDeque<>();

  /** Nothing is ordered. */
  public FaultQueue(Class<F> kinds) {
    this.kinds = kinds;
  }

  /** The next {@code times} meet this fault. */
  public synchronized void order(F fault, int times) {
    if (times < 1 || times > MOST - ordered.size()) {
      throw new IllegalArgumentException(
          "times must be 1 to " + (MOST - ordered.size()) + ", but is " + times);
    }
    for (int i = 0; i < times; i++) {
      ordered.add(fault);
    }
  }

  /**
   * The next one meets the fault of this name, written {@code reply-lost} or {@code REPLY_LOST}.
   *
   * @throws IllegalArgumentException when there is none; the message lists those that there are
   */
  public void order(String name) {
    String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
    for (F kind : kinds.getEnumConstants()) {
      if (kind.name().equals(constant)) {
        order(kind, 1);
        return;
      }
    }
    String known =
        String.join(
            ", ",
            Arrays.stream(kinds.getEnumConstants())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList());
    throw new IllegalArgumentException(
        "next must be one of " + known + ", but is \"" + name + "\"");
  }

  /** What befalls the next one; empty for nothing. */
  @Override
  public synchronized Optional<F> get() {
    return Optional.ofNullable(ordered.poll());
  }
}
