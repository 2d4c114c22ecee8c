package io.github.semel.chronicle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openhft.chronicle.hash.ChronicleHashCorruption;

/**
 * What Chronicle Map reports while it recovers a file, without what means nothing: a killed process
 * leaves locks held, the lowest free chunk behind what it should be, and the number of a segment's
 * entries off by the one that was put in or taken out just then. When more are missing, records are
 * gone of which nothing else tells.
 */
final class Complaints implements ChronicleHashCorruption.Listener {

  private static final int MOST = 100;

  private static final List<String> HARMLESS = List.of("lowest free chunk", "is not clear");

  /**
   * As Chronicle Map words it, with its numbers in the wrong places: the first is what was counted,
   * the second what is there.
   */
  private static final Pattern COUNTER =
      Pattern.compile("Wrong number of entries counter\\D*(\\d+)\\D+(\\d+)\\D");

  private final List<String> texts = new ArrayList<>();

  @Override
  public void onCorruption(ChronicleHashCorruption corruption) {
    String text = String.valueOf(corruption.message());
    Matcher counter = COUNTER.matcher(text);
    if (counter.find()) {
      long counted = Long.parseLong(counter.group(1));
      long there = Long.parseLong(counter.group(2));
      if (Math.abs(counted - there) <= 1) {
        return;
      }
      text = "it had " + counted + " entries, and " + there + " are there";
    }
    if (texts.size() < MOST && HARMLESS.stream().noneMatch(text::contains)) {
      texts.add("segment " + corruption.segmentIndex() + ": " + text);
    }
  }

  List<String> texts() {
    return texts;
  }
}
