package io.github.semel.stress.history;

import io.github.semel.chronicle.ChronicleMapStore;
import io.github.semel.stress.Count;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Rounds against a file that one process owns. The process is killed in the middle of its work and
 * the next one opens the file; it is stopped past every lease; somebody else keeps its disk busy;
 * and the clock is set back while it works, while it is stopped, and before the next one starts.
 */
final class FileRounds implements Rounds {

  private static final int KILLS_A_ROUND = 4;
  private static final int DISTURBANCES_A_PROCESS = 3;
  private static final long ENTRIES_A_PROCESS = 40_000;
  private static final long LEASES_MICROS = 10_000_000;
  private static final long MOST_SET_BACK_MICROS = 30_000_000;
  private static final long STOPPED_MILLIS = 20;
  private static final long START_SECONDS = 120;

  private final String uri;
  private final Grounds grounds;
  private final SplittableRandom random;

  FileRounds(String uri, Grounds grounds) {
    this.uri = uri;
    this.grounds = grounds;
    this.random = new SplittableRandom(grounds.seed());
  }

  @Override
  public String title() {
    return uri.replaceFirst(":[^?]*", ":a file");
  }

  @Override
  public Round round(int number) throws IOException, InterruptedException {
    Field field = grounds.field();
    grounds.beginRound();
    Deaths deaths = new Deaths();
    for (int kill = 0; kill < KILLS_A_ROUND; kill++) {
      Process process = start(number * 31L + kill);
      try {
        work(process);
      } finally {
        process.destroyForcibly().waitFor();
      }
      field.count(Count.PROCESS_KILLS);
      deaths.add(field.clients(), field.next());
      if (random.nextBoolean()) {
        setBack();
      }
    }
    Process last = start(number * 31L + KILLS_A_ROUND);
    try {
      work(last);
      field.stop();
      grounds.awaitEnd(last);
    } finally {
      last.destroyForcibly().waitFor();
    }
    return new Round(grounds.endRound(deaths), false);
  }

  private Process start(long seed) throws IOException {
    return grounds.start(uri, ChronicleMapStore.jvmFlags(), grounds.seed() * 1_000 + seed, 0, 1);
  }

  private void work(Process process) throws IOException, InterruptedException {
    long from = grounds.field().order();
    // Opening may mean recovering.
    await(process, from + 1);
    for (int i = 0; i < DISTURBANCES_A_PROCESS; i++) {
      await(process, grounds.field().order() + random.nextLong(ENTRIES_A_PROCESS));
      switch (random.nextInt(3)) {
        case 0 -> setBack();
        case 1 -> stop(process);
        default -> keepDiskBusy(process);
      }
    }
    await(process, grounds.field().order() + random.nextLong(ENTRIES_A_PROCESS));
  }

  private void await(Process process, long order) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (grounds.field().order() < order) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("a process does not work: " + grounds.output());
      }
      Thread.sleep(1);
    }
  }

  private void setBack() {
    grounds.field().setBack(random.nextLong(1, MOST_SET_BACK_MICROS));
  }

  private void stop(Process process) throws IOException, InterruptedException {
    Grounds.signal(process, "STOP");
    Thread.sleep(STOPPED_MILLIS);
    grounds.field().advance(LEASES_MICROS);
    Grounds.signal(process, "CONT");
    grounds.field().count(Count.PROCESS_STOPS);
  }

  private void keepDiskBusy(Process process) throws IOException, InterruptedException {
    BusyDisk disk = new BusyDisk(grounds.folder());
    try (disk) {
      await(process, grounds.field().order() + ENTRIES_A_PROCESS / 4);
    }
    grounds.field().count(Count.BUSY_DISKS);
  }

  @Override
  public void close() {}
}
