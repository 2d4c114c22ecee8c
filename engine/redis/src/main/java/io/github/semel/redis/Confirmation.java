package io.github.semel.redis;

import io.github.semel.StoreOperation;
import io.github.semel.StoreUnavailableException;
import io.github.semel.callback.Callbacks;
import io.github.semel.redis.connection.Answer;

/** Whether enough replicas have confirmed a write, and what follows when they have not. */
final class Confirmation {

  private final Durability durability;
  private final RedisStoreListener listener;

  Confirmation(Durability durability, RedisStoreListener listener) {
    this.durability = durability;
    this.listener = listener;
  }

  /** Whether a write that too few have confirmed is refused. */
  boolean refuses() {
    return durability instanceof Durability.Replicas replicas
        && replicas.shortfall() == Durability.Shortfall.REFUSE;
  }

  /** How many replicas have not confirmed a write that they were to confirm. */
  int missing(String key, StoreOperation operation, Answer answer) {
    if (!(durability instanceof Durability.Replicas replicas)
        || !(answer instanceof Answer.Reply reply)
        || reply.acknowledged() >= replicas.count()) {
      return 0;
    }
    Callbacks.run(
        () -> listener.underReplicated(key, operation, replicas.count(), reply.acknowledged()));
    return replicas.count() - reply.acknowledged();
  }

  /** Refuses a write that cannot be taken back, where it is to be refused. */
  void require(String what, String key, StoreOperation operation, Answer answer) {
    int missing = missing(key, operation, answer);
    if (missing > 0 && refuses()) {
      throw shortfall(what, key, missing, "It stands on the master; resend it to wait again");
    }
  }

  static StoreUnavailableException shortfall(
      String what, String key, int missing, String consequence) {
    return new StoreUnavailableException(
        what
            + " of key \""
            + key
            + "\" was not confirmed by "
            + missing
            + " of the replicas that durability asks for. "
            + consequence,
        null);
  }
}
