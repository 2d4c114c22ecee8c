package io.github.semel.chronicle;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.hash.ChronicleHashCorruption;

/**
 * What Chronicle Map reports while it recovers a file, without what means nothing: a killed process
 * leaves locks held, and counters and the lowest free chunk behind what they should be.
 */
final class Complaints implements ChronicleHashCorruption.Listener {

  private static final int MOST = 100;

  private static final List<String> HARMLESS =
      List.of("lowest free chunk", "Wrong number of entries counter", "is not clear");

  private final List<String> texts = new ArrayList<>();

  @Override
  public void onCorruption(ChronicleHashCorruption corruption) {
    String text = String.valueOf(corruption.message());
    if (texts.size() < MOST && HARMLESS.stream().noneMatch(text::contains)) {
      texts.add("segment " + corruption.segmentIndex() + ": " + text);
    }
  }

  List<String> texts() {
    return texts;
  }
}
