package io.github.semel.benchmarks.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What the collector does from the moment that this is opened. Times are those that the JVM gives
 * for its pauses; the work that it does beside the program shows in the processor time only.
 */
final class CollectorWatch {

  /** Beans of what runs beside the program: ZGC's and Shenandoah's cycles, G1's concurrent part. */
  private static final String CYCLES = "Cycles";

  private static final String CONCURRENT = "Concurrent";

  private final AtomicLong pausedMillis = new AtomicLong();
  private final AtomicLong longestMillis = new AtomicLong();
  private final AtomicLong pauses = new AtomicLong();

  private CollectorWatch() {}

  static CollectorWatch open() {
    CollectorWatch watch = new CollectorWatch();
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (!bean.getName().contains(CYCLES) && !bean.getName().contains(CONCURRENT)) {
        ((NotificationEmitter) bean)
            .addNotificationListener(
                (notification, handback) ->
                    watch.heard(
                        GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())),
                null,
                null);
      }
    }
    return watch;
  }

  private void heard(GarbageCollectionNotificationInfo info) {
    long millis = info.getGcInfo().getDuration();
    pauses.incrementAndGet();
    pausedMillis.addAndGet(millis);
    longestMillis.accumulateAndGet(millis, Math::max);
  }

  long pausedMillis() {
    return pausedMillis.get();
  }

  long longestMillis() {
    return longestMillis.get();
  }

  long pauses() {
    return pauses.get();
  }
}
