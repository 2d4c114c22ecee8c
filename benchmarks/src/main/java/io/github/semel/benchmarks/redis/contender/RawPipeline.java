package io.github.semel.benchmarks.redis.contender;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/** The claim script for all keys of a batch in one pipeline over one connection. */
final class RawPipeline implements BatchContender {

  private final RedisClient client;
  private final byte[] digest;

  RawPipeline(String host, int port) {
    client = BareClient.open(host, port, 1);
    digest = client.scriptLoad(ClaimScript.TEXT).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int claimAll(List<String> keys) {
    List<Response<Object>> replies = new ArrayList<>(keys.size());
    try (AbstractPipeline pipeline = client.pipelined()) {
      for (String key : keys) {
        ClaimScript claim = new ClaimScript();
        replies.add(pipeline.evalsha(digest, 1, claim.keyAndArguments(key)));
      }
      pipeline.sync();
    }
    int won = 0;
    for (Response<Object> reply : replies) {
      if (ClaimScript.won(reply.get())) {
        won++;
      }
    }
    return won;
  }

  @Override
  public void close() {
    client.close();
  }
}
