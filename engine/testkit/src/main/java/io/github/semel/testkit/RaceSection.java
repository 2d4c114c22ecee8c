package io.github.semel.testkit;

import io.github.semel.Limits;
import io.github.semel.Ticket;
import java.util.SplittableRandom;

/** What the races have in common. */
abstract class RaceSection extends ContractSection {

  static final int THREADS = 4;

  /**
   * Which thread has the part of its own in a round; in no pattern that the start order could have.
   */
  static int chosen(int round) {
    return new SplittableRandom(round).nextInt(THREADS);
  }

  final int rounds() {
    return Math.toIntExact(
        Limits.requireRange("raceRounds", fixture().raceRounds(), 100, Integer.MAX_VALUE / 16));
  }

  final String[] freshKeys(int count) {
    String[] keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key();
    }
    return keys;
  }

  final Ticket[] acquireAll(String[] keys) {
    Ticket[] tickets = new Ticket[keys.length];
    for (int i = 0; i < keys.length; i++) {
      tickets[i] = acquire(keys[i]);
    }
    return tickets;
  }
}
