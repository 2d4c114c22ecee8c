package io.github.semel.benchmarks.redis.contender;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
    CommandArgs<byte[], byte[]> command =
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .add(digest)
            .add(1)
            .addKey(ClaimScript.name(key))
            .addValues(claim.arguments());
    return ClaimScript.won(commands.dispatch(CommandType.EVALSHA, new NumberOrNot(), command));
  }

  /**
   * A number, or null for a reply that is none. What Lettuce's {@code evalsha} takes for either is
   * an output for nested lists, which would cost it more.
   */
  private static final class NumberOrNot extends IntegerOutput<byte[], byte[]> {

    NumberOrNot() {
      super(ByteArrayCodec.INSTANCE);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
      output = null;
    }
  }

  @Override
  public void close() {
    // Closes the connection with it.
    client.shutdown();
  }
}
