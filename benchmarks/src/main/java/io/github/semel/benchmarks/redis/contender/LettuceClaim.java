package io.github.semel.benchmarks.redis.contender;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/** The claim script over one connection of Lettuce that all threads share. */
final class LettuceClaim implements RedisContender {

  private final RedisClient client;
  private final RedisCommands<byte[], byte[]> commands;
  private final String digest;

  LettuceClaim(String host, int port) {
    client = RedisClient.create(RedisURI.create(host, port));
    client.setOptions(Lettuce.options().build());
    StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
    commands = connection.sync();
    digest = commands.scriptLoad(ClaimScript.TEXT);
  }

  @Override
  public boolean take(String key) {
    ClaimScript claim = new ClaimScript();
    byte[][] keys = {ClaimScript.name(key)};
    // Lettuce reads a number and nothing else then; what is no number is null.
    Long reply = commands.evalsha(digest, ScriptOutputType.INTEGER, keys, claim.arguments());
    return ClaimScript.won(reply);
  }

  @Override
  public void close() {
    // Closes the connection with it.
    client.shutdown();
  }
}
