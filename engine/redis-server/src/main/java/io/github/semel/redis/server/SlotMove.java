package io.github.semel.redis.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The commands of a slot's move between two masters of a cluster. */
final class SlotMove {

  private static final String BATCH = "100";
  private static final String MIGRATE_MILLIS = "10000";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private SlotMove() {}

  static void begin(RedisServer from, String fromId, RedisServer to, String toId, int slot) {
    // In this order, so that whoever is sent to the importing node is let in there.
    to.command("CLUSTER", "SETSLOT", String.valueOf(slot), "IMPORTING", fromId);
    from.command("CLUSTER", "SETSLOT", String.valueOf(slot), "MIGRATING", toId);
  }

  /** Moves the keys, in batches; returns how many. */
  static int moveKeys(RedisServer from, RedisServer to, int slot) {
    int moved = 0;
    // Latin-1 has a character for every byte: keys need not be UTF-8.
    try (RespConnection source = from.address().connect(TIMEOUT, StandardCharsets.ISO_8859_1)) {
      while (source.command("CLUSTER", "GETKEYSINSLOT", String.valueOf(slot), BATCH)
              instanceof List<?> keys
          && !keys.isEmpty()) {
        List<String> words =
            new ArrayList<>(
                List.of("MIGRATE", to.host(), String.valueOf(to.port()), "", "0", MIGRATE_MILLIS));
        String password = to.address().password();
        if (password != null) {
          words.add("AUTH");
          words.add(
              new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
        words.add("KEYS");
        keys.forEach(key -> words.add(String.valueOf(key)));
        source.command(words.toArray(String[]::new));
        moved += keys.size();
      }
    }
    return moved;
  }

  static void end(RedisServer node, String ownerId, int slot) {
    node.command("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", ownerId);
  }
}
