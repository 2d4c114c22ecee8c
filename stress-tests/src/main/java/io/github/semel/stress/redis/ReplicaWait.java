package io.github.semel.stress.redis;

import io.github.semel.redis.Durability;
import io.github.semel.stress.Row;
import java.time.Duration;

/** Whether writes wait for a replica, and what may be expected then. */
enum ReplicaWait {
  /** The master's answer is enough: what no replica has goes with the master. */
  NONE("without WAIT", Durability.NONE, Row.Promise.LOSSES_COUNTED),
  /** There is one replica and it confirms every write, so it has what was acknowledged. */
  ONE("WAIT 1", Durability.replicas(1, Duration.ofMillis(500)), Row.Promise.NOTHING_LOST);

  private final String title;
  private final Durability durability;
  private final Row.Promise promise;

  ReplicaWait(String title, Durability durability, Row.Promise promise) {
    this.title = title;
    this.durability = durability;
    this.promise = promise;
  }

  String title() {
    return title;
  }

  Durability durability() {
    return durability;
  }

  /** What a server's loss may cost. */
  Row.Promise promise() {
    return promise;
  }
}
