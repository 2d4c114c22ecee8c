package io.github.semel.executor;

import java.util.concurrent.atomic.LongAdder;

/** The counts of one executor; any thread adds to them. */
final class Counters {

  final LongAdder executed = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder unprotected = new LongAdder();
  final LongAdder unrecorded = new LongAdder();
  final LongAdder leasesLost = new LongAdder();

  ExecutorStats read() {
    return new ExecutorStats(
        executed.sum(), duplicates.sum(), unprotected.sum(), unrecorded.sum(), leasesLost.sum());
  }
}
