package io.github.semel.benchmarks.redis.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/**
 * Jedis as it is, for those that set the pace: one command over its own pool of connections, or in
 * a pipeline for all keys of a batch.
 */
final class BareClient implements RedisContender, BatchContender {

  private final RedisClient client;
  private final BareCommand command;

  /**
   * Connects.
   *
   * @param connections how many it may have, and keeps
   * @param command made for the server behind the client
   */
  BareClient(String host, int port, int connections, Function<RedisClient, BareCommand> command) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    client = RedisClient.builder().hostAndPort(host, port).poolConfig(pool).build();
    this.command = command.apply(client);
  }

  @Override
  public boolean take(String key) {
    return command.send(client, key);
  }

  @Override
  public int claimAll(List<String> keys) {
    List<BooleanSupplier> answers = new ArrayList<>(keys.size());
    try (AbstractPipeline pipeline = client.pipelined()) {
      for (String key : keys) {
        answers.add(command.append(pipeline, key));
      }
      pipeline.sync();
    }
    int won = 0;
    for (BooleanSupplier answer : answers) {
      if (answer.getAsBoolean()) {
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
