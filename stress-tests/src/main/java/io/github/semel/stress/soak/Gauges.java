package io.github.semel.stress.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a soak measures, in bytes: live heap, memory outside the heap, files of the store. */
final class Gauges {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final Optional<Path> file;

  Gauges(String uri) {
    String path = URI.create(uri.endsWith(":") ? uri + "/" : uri).getSchemeSpecificPart();
    this.file =
        uri.startsWith("chronicle:/")
            ? Optional.of(Path.of(path.replaceFirst("\\?.*", "")))
            : Optional.empty();
  }

  /** By name; what the system does not tell is left out. */
  Map<String, Double> read() throws IOException {
    Map<String, Double> read = new LinkedHashMap<>();
    // What is garbage says nothing.
    memory.gc();
    read.put("live heap", (double) memory.getHeapMemoryUsage().getUsed());
    if (Files.isReadable(STATUS)) {
      List<String> lines = Files.readAllLines(STATUS);
      for (String line : lines) {
        if (line.startsWith(RESIDENT)) {
          double resident = 1_024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
          read.put(
              "resident outside the heap", resident - memory.getHeapMemoryUsage().getCommitted());
        }
      }
    }
    if (file.isPresent()) {
      read.put("files", (double) size(file.get()));
    }
    return read;
  }

  private static long size(Path file) throws IOException {
    String name = file.getFileName().toString();
    long sum = 0;
    try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
      for (Path each :
          files.filter(other -> other.getFileName().toString().startsWith(name)).toList()) {
        sum += Files.size(each);
      }
    }
    return sum;
  }
}
