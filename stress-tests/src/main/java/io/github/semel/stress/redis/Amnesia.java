package io.github.semel.stress.redis;

import java.util.function.LongPredicate;

/**
 * When a server has lost its data on purpose: what was claimed before may be forgotten, what was
 * claimed afterwards may not. Written by the one thread that breaks the server.
 */
final class Amnesia implements LongPredicate {

  private record Span(boolean open, boolean ever, long endedAt) {}

  private volatile Span span = new Span(false, false, 0);

  /** The data are about to be lost. */
  void begin() {
    span = new Span(true, true, 0);
  }

  /** The server has started again, without its data. */
  void end() {
    span = new Span(false, true, System.nanoTime());
  }

  /** Whether a claim that began at this {@code nanoTime} may be forgotten by now. */
  @Override
  public boolean test(long began) {
    Span now = span;
    return now.open() || (now.ever() && began - now.endedAt() < 0);
  }
}
