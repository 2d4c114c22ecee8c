package io.github.semel.benchmarks.redis.contender;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.RedisClient;

/** The claim script over Jedis's own pool of connections. */
final class RawClaim implements RedisContender {

  private final RedisClient client;
  private final byte[] digest;

  RawClaim(String host, int port, int connections) {
    client = BareClient.open(host, port, connections);
    digest = client.scriptLoad(ClaimScript.TEXT).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean take(String key) {
    ClaimScript claim = new ClaimScript();
    return ClaimScript.won(client.evalsha(digest, 1, claim.keyAndArguments(key)));
  }

  @Override
  public void close() {
    client.close();
  }
}
