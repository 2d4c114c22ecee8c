package io.github.semel.stress.redis;

import io.github.semel.redis.server.FaultProxy;
import java.util.List;

/** Proxies that are cut and healed together. */
record FaultProxies(List<FaultProxy> proxies) implements AutoCloseable {

  static FaultProxies to(List<Integer> ports) {
    return new FaultProxies(ports.stream().map(FaultProxy::to).toList());
  }

  List<Integer> ports() {
    return proxies.stream().map(FaultProxy::port).toList();
  }

  void partition() {
    proxies.forEach(FaultProxy::partition);
  }

  void heal() {
    proxies.forEach(FaultProxy::heal);
  }

  @Override
  public void close() {
    proxies.forEach(FaultProxy::close);
  }
}
