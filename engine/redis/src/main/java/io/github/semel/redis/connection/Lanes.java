package io.github.semel.redis.connection;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.HostAndPort;

/** A node whose calls are combined over a few connections. */
final class Lanes implements Node {

  private final HostAndPort address;
  private final Lane[] lanes;

  Lanes(HostAndPort address, LinkSettings settings, int count) {
    this.address = address;
    this.lanes = new Lane[count];
    for (int i = 0; i < count; i++) {
      lanes[i] = new Lane(address, settings, "semel-redis-" + address + "-" + i);
    }
  }

  @Override
  public HostAndPort address() {
    return address;
  }

  @Override
  public void send(List<Call> calls, long deadline) {
    for (int i = 0; i < calls.size(); i += Lane.MOST_CALLS) {
      choose().send(calls.subList(i, Math.min(calls.size(), i + Lane.MOST_CALLS)), deadline);
    }
  }

  /** Any lane, but one that has nothing to do rather than one that is busy. */
  private Lane choose() {
    int first = ThreadLocalRandom.current().nextInt(lanes.length);
    for (int i = 0; i < lanes.length; i++) {
      Lane lane = lanes[(first + i) % lanes.length];
      if (lane.idle()) {
        return lane;
      }
    }
    return lanes[first];
  }

  @Override
  public void closeStalled() {
    for (Lane lane : lanes) {
      lane.closeStalled();
    }
  }

  @Override
  public void close() {
    for (Lane lane : lanes) {
      lane.close();
    }
  }
}
