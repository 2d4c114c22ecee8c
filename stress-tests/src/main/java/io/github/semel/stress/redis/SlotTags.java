package io.github.semel.stress.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Hash tags whose keys are in given slots of a cluster. */
final class SlotTags {

  private SlotTags() {}

  /** One tag for each slot, braces included, in the order of the slots. */
  static List<String> of(List<Integer> slots) {
    Map<Integer, String> tags = new HashMap<>();
    slots.forEach(slot -> tags.put(slot, ""));
    int missing = tags.size();
    for (int i = 0; missing > 0; i++) {
      String tag = "t" + i;
      int slot = JedisClusterCRC16.getSlot(tag.getBytes(StandardCharsets.UTF_8));
      if (tags.replace(slot, "", "{" + tag + "}")) {
        missing--;
      }
    }
    List<String> ordered = new ArrayList<>();
    slots.forEach(slot -> ordered.add(tags.getOrDefault(slot, "")));
    return ordered;
  }
}
