package io.github.semel.benchmarks.redis.contender;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/** The claim script, by its digest. */
final class ScriptCommand implements BareCommand {

  private final byte[] digest;

  /** Loads the script into the server. */
  ScriptCommand(RedisClient client) {
    digest = client.scriptLoad(ClaimScript.TEXT).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean send(RedisClient client, String key) {
    return ClaimScript.won(client.evalsha(digest, 1, new ClaimScript().keyAndArguments(key)));
  }

  @Override
  public BooleanSupplier append(AbstractPipeline pipeline, String key) {
    Response<Object> reply = pipeline.evalsha(digest, 1, new ClaimScript().keyAndArguments(key));
    return () -> ClaimScript.won(reply.get());
  }
}
