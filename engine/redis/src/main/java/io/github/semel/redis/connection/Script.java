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
  private final boolean ofManyKeys;

  /** A script with this text, for one key. */
  public Script(String text) {
    this(text, false);
  }

  /**
   * A script with this text.
   *
   * @param ofManyKeys whether it takes any number of keys and, behind what the calls have in
   *     common, the arguments of each; and answers, where there is more than one, with a list, or
   *     with one number that is everybody's answer
   */
  public Script(String text, boolean ofManyKeys) {
    this.ofManyKeys = ofManyKeys;
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

  boolean ofManyKeys() {
    return ofManyKeys;
  }
}
