package io.github.semel.redis.server;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the reply to CLUSTER NODES.
 *
 * @param masterId of the master it replicates, or {@code -}
 * @param slots those it owns, without those under way to or from it
 */
record ClusterNode(String id, List<String> flags, String masterId, long configEpoch, BitSet slots) {

  /** What a node says of all it knows. */
  static List<ClusterNode> all(@Nullable Object reply) {
    return String.valueOf(reply).lines().map(ClusterNode::of).toList();
  }

  /** What a node says of itself. */
  static ClusterNode self(@Nullable Object reply) {
    return all(reply).stream().filter(node -> node.is("myself")).findFirst().orElseThrow();
  }

  private static ClusterNode of(String line) {
    String[] words = line.split(" ");
    BitSet slots = new BitSet(RedisCluster.SLOTS);
    for (int i = 8; i < words.length; i++) {
      // [slot->-node] and [slot-<-node] are under way.
      if (!words[i].startsWith("[")) {
        int dash = words[i].indexOf('-');
        int first = Integer.parseInt(dash < 0 ? words[i] : words[i].substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(words[i].substring(dash + 1));
        slots.set(first, last + 1);
      }
    }
    return new ClusterNode(
        words[0], List.of(words[2].split(",")), words[3], Long.parseLong(words[6]), slots);
  }

  boolean is(String flag) {
    return flags.contains(flag);
  }
}
