package io.github.semel.stress.redis;

import io.github.semel.redis.server.FaultProxy;
import io.github.semel.redis.server.Replies;
import io.github.semel.stress.Count;

/** How a reply gets lost. */
enum ReplyFault {
  /** The connection ends after some bytes of the reply. */
  CUT_WITHIN(Count.CUTS_WITHIN, 0.1, 1),
  /** The connection ends before the reply. */
  CUT_BEFORE(Count.CUTS_BEFORE, 0.1, 1),
  /** Nothing comes any more, and the connection stays: it takes a timeout each to find out. */
  SILENCE(Count.SILENCES, 0.05, 10);

  // Within "$1234\r\n", and within the first bytes of ":1\r\n".
  private static final int BYTES_BEFORE_THE_CUT = 3;

  private final Count count;
  private final double probability;
  private final int divisor;

  ReplyFault(Count count, double probability, int divisor) {
    this.count = count;
    this.probability = probability;
    this.divisor = divisor;
  }

  /** As what it is counted. */
  Count count() {
    return count;
  }

  /** By how much a round is smaller, because each fault takes longer. */
  int divisor() {
    return divisor;
  }

  void begin(FaultProxy proxy, long seed) {
    Replies chosen = Replies.random(probability, seed);
    switch (this) {
      case CUT_WITHIN -> proxy.cutReplies(chosen, BYTES_BEFORE_THE_CUT);
      case CUT_BEFORE -> proxy.cutReplies(chosen, 0);
      case SILENCE -> proxy.dropReplies(chosen);
    }
  }

  static void end(FaultProxy proxy) {
    proxy.cutReplies(Replies.none(), 0);
    proxy.dropReplies(Replies.none());
  }
}
