package io.github.semel.redis.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.args.RawableFactory;

/**
 * A Lua script, as its text and as the digest by which a server that has it knows it. Immutable.
 */
public final class Script {

  private final Rawable text;
  private final Rawable digest;

  /** A script with this text. */
  public Script(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    this.text = RawableFactory.from(bytes);
    try {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(bytes);
      this.digest = RawableFactory.from(HexFormat.of().formatHex(sha1));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** What {@code EVAL} takes. */
  Rawable text() {
    return text;
  }

  /** What {@code EVALSHA} takes. */
  Rawable digest() {
    return digest;
  }
}
