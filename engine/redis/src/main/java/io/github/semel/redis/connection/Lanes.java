package io.github.semel.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;

/** A node whose calls are combined over a few connections. */
final class Lanes implements Node {

  private final HostAndPort address;
  private final LinkSettings settings;

  /** Replaced when one of them is. */
  private volatile List<Lane> lanes;

  /** Guarded by this. */
  private boolean closed;

  Lanes(HostAndPort address, LinkSettings settings, int count) {
    this.address = address;
    this.settings = settings;
    this.lanes = IntStream.range(0, count).mapToObj(this::open).toList();
  }

  private Lane open(int number) {
    return new Lane(address, settings, "semel-redis-" + address + "-" + number);
  }

  @Override
  public HostAndPort address() {
    return address;
  }

  @Override
  public void send(List<Call> calls, long deadline) {
    // One lane for all: a key that is there twice is served in the order asked.
    choose().send(calls, deadline);
  }

  /** Any lane, but one that has nothing to do rather than one that is busy. */
  private Lane choose() {
    List<Lane> current = lanes;
    int count = current.size();
    int first = ThreadLocalRandom.current().nextInt(count);
    for (int i = 0; i < count; i++) {
      Lane lane = current.get((first + i) % count);
      if (lane.idle()) {
        return lane;
      }
    }
    return current.get(first);
  }

  @Override
  public synchronized void closeStalled() {
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      lane.closeStalled();
      if (!closed && lane.isStuck()) {
        List<Lane> others = new ArrayList<>(lanes);
        others.set(i, open(i));
        lanes = List.copyOf(others);
        // What waits there is refused, and sent again by its callers.
        lane.close();
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    lanes.forEach(Lane::close);
  }
}
