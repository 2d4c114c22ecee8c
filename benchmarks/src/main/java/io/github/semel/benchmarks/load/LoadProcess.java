package io.github.semel.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Puts one load on one contender, and writes what this process then did. */
public final class LoadProcess {

  private static final double[] PERCENTILES = {50, 99, 99.9, 99.99, 100};

  private LoadProcess() {}

  /**
   * Measures in this process.
   *
   * @param arguments those of {@link Load#toArguments}, and the file for the result
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int last = arguments.length - 1;
    Load load = Load.of(Arrays.copyOf(arguments, last));
    String result =
        measure(load).entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
            .collect(Collectors.joining(", "));
    Files.writeString(Path.of(arguments[last]), result);
  }

  static Map<String, Long> measure(Load load) throws InterruptedException {
    long heapBefore = HeapUse.afterCollections();
    try (Requests requests = new Requests(load)) {
      requests.fill(Load.FILLERS);
      Senders senders = Senders.start(load, requests);
      Thread.sleep(load.warmupMillis());
      CollectorWatch collector = CollectorWatch.open();
      senders.measure();
      long sentBefore = senders.sent();
      long processorBefore = processorNanos();
      long began = System.nanoTime();
      Thread.sleep(load.millis());
      long nanos = System.nanoTime() - began;
      long processor = processorNanos() - processorBefore;
      long sent = senders.sent() - sentBefore;
      senders.stop();
      Map<String, Long> result = new LinkedHashMap<>();
      result.put("nanos", nanos);
      result.put("requests", sent);
      result.put("processorNanos", processor);
      result.put("pauses", collector.pauses());
      result.put("pausedMillis", collector.pausedMillis());
      result.put("longestPauseMillis", collector.longestMillis());
      if (load.isOpen()) {
        result.put("late50", senders.lateness().getValueAtPercentile(PERCENTILES[0]));
        Histogram waits = senders.waits();
        for (double percentile : PERCENTILES) {
          result.put("p" + name(percentile), waits.getValueAtPercentile(percentile));
        }
      }
      result.put("entries", requests.size());
      result.put("heapBytes", HeapUse.afterCollections() - heapBefore);
      return result;
    }
  }

  private static String name(double percentile) {
    return percentile == Math.rint(percentile)
        ? String.valueOf((int) percentile)
        : String.valueOf(percentile);
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
