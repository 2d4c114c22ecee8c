package io.github.semel.redis.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports on 127.0.0.1, all below the ranges from which systems draw the ports of outgoing
 * connections. A port from such a range is not safe while its server is down: a client that
 * connects to it in a loop is given that very port one day, is then connected to itself, and the
 * server cannot have it back.
 */
final class Ports {

  /** A cluster node's second port is this much above its first. */
  static final int CLUSTER_BUS = 10_000;

  private static final int FIRST = 11_000;
  private static final int CLUSTER_END = 22_000;
  private static final int END = 32_000;

  // A random start keeps JVMs that run side by side apart; one after the other keeps threads apart.
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(END - FIRST));

  // Not what the JDK calls the loopback address: that can be ::1.
  private static final InetAddress LOOPBACK = loopback();

  private Ports() {}

  /** 127.0.0.1. */
  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** A port that was free a moment ago. */
  static int free() {
    for (int i = 0; i < END - FIRST; i++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), END - FIRST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new RedisServerException("no free port from " + FIRST + " to " + END);
  }

  /** A port that was free a moment ago together with its cluster bus port. */
  static int freeForCluster() {
    for (int i = 0; i < CLUSTER_END - FIRST; i++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), CLUSTER_END - FIRST);
      if (isFree(port) && isFree(port + CLUSTER_BUS)) {
        return port;
      }
    }
    throw new RedisServerException("no free port from " + FIRST + " to " + CLUSTER_END);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
