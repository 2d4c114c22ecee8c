package io.github.semel.benchmarks.redis.contender;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/** {@code SET NX PX} for all keys of a batch in one pipeline over one connection. */
final class NativePipeline implements BatchContender {

  private final RedisClient client;

  NativePipeline(String host, int port) {
    client = BareClient.open(host, port, 1);
  }

  @Override
  public int claimAll(List<String> keys) {
    List<Response<String>> replies = new ArrayList<>(keys.size());
    try (AbstractPipeline pipeline = client.pipelined()) {
      for (String key : keys) {
        replies.add(
            pipeline.set(ClaimScript.name(key), NativeCommand.value(), NativeCommand.PARAMETERS));
      }
      pipeline.sync();
    }
    return (int) replies.stream().filter(reply -> NativeCommand.won(reply.get())).count();
  }

  @Override
  public void close() {
    client.close();
  }
}
