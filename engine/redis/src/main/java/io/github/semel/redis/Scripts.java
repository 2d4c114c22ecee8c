package io.github.semel.redis;

import io.github.semel.redis.connection.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The scripts, as a server of a given version takes them. Each is {@code clock.lua}, {@code
 * record.lua} and its own file; a claim and a completion have another file in between, {@code
 * claim-new.lua} and {@code complete-pending.lua}, which answers most of them.
 *
 * @param claim claims a key
 * @param claimHeld claims a key that the store holds already; for a server whose memory is full
 * @param complete records an outcome
 * @param renew moves the end of a lease
 * @param free releases or forgets
 * @param amend replaces an outcome
 * @param find reads a record
 */
record Scripts(
    Script claim,
    Script claimHeld,
    Script complete,
    Script renew,
    Script free,
    Script amend,
    Script find) {

  static final String SERVER_CLOCK = "clock.lua";

  /**
   * From version 7 on, a script may say that it goes on when the memory is full (the flag {@code
   * allow-oom}), which is what a store must do for the keys that it holds. Before, the line would
   * be a syntax error, and only freeing goes on.
   */
  static Scripts load(boolean flags, String clock) {
    String goesOn = flags ? "#!lua flags=allow-oom\n" : "";
    String time = text(clock);
    String prelude = time + text("record.lua");
    return new Scripts(
        new Script("local ADMITS = true\n" + time + claimText(), true),
        new Script(goesOn + "local ADMITS = false\n" + time + claimText(), true),
        new Script(goesOn + time + completeText(), true),
        new Script(goesOn + prelude + text("renew.lua")),
        new Script(goesOn + prelude + text("free.lua")),
        new Script(goesOn + prelude + text("amend.lua")),
        new Script(prelude + text("find.lua")));
  }

  private static String claimText() {
    return text("claim-new.lua") + text("record.lua") + text("claim.lua");
  }

  private static String completeText() {
    return text("complete-pending.lua") + text("record.lua") + text("complete.lua");
  }

  private static String text(String file) {
    try (InputStream stream = Scripts.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new AssertionError(file + " is missing beside " + Scripts.class);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
