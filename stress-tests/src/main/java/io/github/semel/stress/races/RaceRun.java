package io.github.semel.stress.races;

/**
 * A race on a kind of store, in a kind of JVM.
 *
 * @param round the number of the repetition, from 1
 */
record RaceRun(Race race, Subject subject, JvmMode mode, int round) {

  @Override
  public String toString() {
    return race.name() + " on " + subject.name() + ", " + mode.title();
  }
}
