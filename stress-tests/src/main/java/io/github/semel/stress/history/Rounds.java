package io.github.semel.stress.history;

import java.io.IOException;
import java.util.List;

/**
 * The rounds of a campaign against one kind of store. Each leaves the history of keys that no other
 * round uses.
 */
interface Rounds extends AutoCloseable {

  /** What the rounds are made against, for the page. */
  String title();

  /**
   * What a round left.
   *
   * @param calls its history
   * @param forgetful whether changes that no answer has confirmed may have been lost
   */
  record Round(List<Call> calls, boolean forgetful) {}

  /**
   * Makes a round.
   *
   * @param number 0, 1, …
   */
  Round round(int number) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
