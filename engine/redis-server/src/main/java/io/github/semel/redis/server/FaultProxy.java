package io.github.semel.redis.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that does harm on demand: delays, lost replies, partitions. Faults are
 * set at run time from any thread and hold for connections that are open as well as for new ones.
 *
 * <p>It keeps at most {@value DelayLine#CAPACITY} bytes per connection and direction under way, and
 * four threads per connection, all daemons. What one side has ended is ended for the other side
 * when all that was sent before has arrived.
 */
public final class FaultProxy implements AutoCloseable {

  /** What a partition does to those who connect while it lasts. */
  public enum NewConnections {
    /** They connect, and wait for replies. */
    HANG,
    /** They are refused, as where nothing listens. */
    REFUSED
  }

  /**
   * What has happened so far.
   *
   * @param connections accepted connections
   * @param requestBytes bytes delivered to the target
   * @param replyBytes bytes delivered to clients
   * @param cuts connections closed in the middle of a reply
   * @param drops connections whose replies are swallowed
   * @param closes connections closed by {@link #closeConnections()}
   * @param partitions partitions begun
   * @param unreachable connections closed because the target could not be reached
   */
  public record Counts(
      long connections,
      long requestBytes,
      long replyBytes,
      long cuts,
      long drops,
      long closes,
      long partitions,
      long unreachable) {}

  /** Counters of the connections; each is safe from any thread. */
  static final class Tally {
    final LongAdder connections = new LongAdder();
    final LongAdder requestBytes = new LongAdder();
    final LongAdder replyBytes = new LongAdder();
    final LongAdder cuts = new LongAdder();
    final LongAdder drops = new LongAdder();
    final LongAdder closes = new LongAdder();
    final LongAdder partitions = new LongAdder();
    final LongAdder unreachable = new LongAdder();
  }

  /** What becomes of a chunk of replies. */
  enum Fate {
    PASS,
    CUT,
    DROP
  }

  private static final int BACKLOG = 200;
  private static final int BIND_ATTEMPTS = 400;

  private final int port;
  private final Tally tally = new Tally();
  // Added to and iterated under this object's monitor, so that no connection misses a partition
  // that begins; connections remove themselves without it.
  private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();

  // Written by the setters alone, each for itself; a connection reads them per chunk.
  private volatile InetSocketAddress target;
  private volatile long requestDelayNanos;
  private volatile long replyDelayNanos;
  private volatile int keptBytes;

  // All under this object's monitor.
  private ServerSocket listener;
  private @Nullable Thread acceptor;
  private Replies cut = Replies.none();
  private Replies drop = Replies.none();
  private boolean partitioned;
  private boolean closed;

  private FaultProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = listen(0);
    this.port = listener.getLocalPort();
  }

  /** A proxy without faults to {@code 127.0.0.1:targetPort}. */
  public static FaultProxy to(int targetPort) {
    return to("127.0.0.1", targetPort);
  }

  /** A proxy without faults. */
  public static FaultProxy to(String targetHost, int targetPort) {
    try {
      FaultProxy proxy = new FaultProxy(new InetSocketAddress(targetHost, targetPort));
      synchronized (proxy) {
        proxy.acceptFrom(proxy.listener);
      }
      return proxy;
    } catch (IOException e) {
      throw new RedisServerException("cannot listen", e);
    }
  }

  /** Listens on a port, or on any when it is 0. */
  private static ServerSocket listen(int port) throws IOException {
    for (int attempt = 1; ; attempt++) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        int chosen = port == 0 ? Ports.free() : port;
        socket.bind(new InetSocketAddress(Ports.loopback(), chosen), BACKLOG);
        return socket;
      } catch (IOException e) {
        socket.close();
        if (attempt == BIND_ATTEMPTS) {
          throw e;
        }
        Await.pause();
      }
    }
  }

  /** Under this object's monitor. */
  private void acceptFrom(ServerSocket socket) {
    Thread thread = daemon("accept", () -> accept(socket));
    acceptor = thread;
    thread.start();
  }

  private void accept(ServerSocket socket) {
    while (true) {
      Socket client;
      try {
        client = socket.accept();
      } catch (IOException e) {
        // Closed: by a partition that refuses, or with the proxy.
        return;
      }
      tally.connections.increment();
      ProxyConnection connection = new ProxyConnection(this, client);
      synchronized (this) {
        if (closed) {
          connection.close();
          return;
        }
        open.add(connection);
        connection.stall(partitioned);
      }
      connection.start();
    }
  }

  Thread daemon(String role, Runnable work) {
    Thread thread = new Thread(work, "semel-proxy-" + port + "-" + role);
    thread.setDaemon(true);
    return thread;
  }

  /** The port clients connect to, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The port new connections are led to. */
  public int targetPort() {
    return target.getPort();
  }

  /** Leads new connections to {@code 127.0.0.1:targetPort}; open ones stay where they are. */
  public void target(int targetPort) {
    target = new InetSocketAddress(Ports.loopback(), targetPort);
  }

  /** Delays what arrives from now on; each direction for itself, zero for none. */
  public void delay(Duration requests, Duration replies) {
    requestDelayNanos = requests.toNanos();
    replyDelayNanos = replies.toNanos();
  }

  /**
   * Cuts connections in the middle of a reply: the request has reached the server, and the client
   * gets the first {@code keptBytes} bytes of the chosen chunk and then the end of the connection.
   * With 0 the reply is lost whole. {@link Replies#none()} ends the fault.
   */
  public synchronized void cutReplies(Replies chosen, int keptBytes) {
    this.keptBytes = keptBytes;
    this.cut = chosen;
  }

  /**
   * Swallows the chosen chunk and all that follows on its connection, which stays open: the client
   * waits in vain. More than that one chunk, because a later reply would be taken for the lost one.
   * {@link Replies#none()} ends the fault for connections it has not befallen yet.
   */
  public synchronized void dropReplies(Replies chosen) {
    this.drop = chosen;
  }

  /** Begins a partition in which new connections hang. */
  public void partition() {
    partition(NewConnections.HANG);
  }

  /**
   * Lets nothing pass in either direction until {@link #heal()}. Connections stay open, and what is
   * under way is held, not lost: so does TCP.
   */
  public void partition(NewConnections newConnections) {
    Thread accepting = null;
    synchronized (this) {
      requireOpen();
      if (!partitioned) {
        tally.partitions.increment();
      }
      partitioned = true;
      open.forEach(connection -> connection.stall(true));
      if (newConnections == NewConnections.REFUSED) {
        close(listener);
        accepting = acceptor;
      }
    }
    // Until its thread has left it, the system goes on to accept for a socket that was closed.
    while (accepting != null && accepting.isAlive()) {
      Await.pause();
    }
  }

  /** Ends a partition; no effect without one. */
  public synchronized void heal() {
    requireOpen();
    partitioned = false;
    if (listener.isClosed()) {
      try {
        listener = listen(port);
      } catch (IOException e) {
        throw new RedisServerException("cannot listen on port " + port + " again", e);
      }
      acceptFrom(listener);
    }
    open.forEach(connection -> connection.stall(false));
  }

  /** Closes every open connection at once; what is under way is lost. */
  public void closeConnections() {
    for (ProxyConnection connection : open) {
      if (connection.close()) {
        tally.closes.increment();
      }
    }
  }

  /** How many connections are open now. */
  public int openConnections() {
    return open.size();
  }

  /** What has happened so far; the numbers are exact when nothing passes meanwhile. */
  public Counts counts() {
    return new Counts(
        tally.connections.sum(),
        tally.requestBytes.sum(),
        tally.replyBytes.sum(),
        tally.cuts.sum(),
        tally.drops.sum(),
        tally.closes.sum(),
        tally.partitions.sum(),
        tally.unreachable.sum());
  }

  Tally tally() {
    return tally;
  }

  InetSocketAddress target() {
    return target;
  }

  long requestDelayNanos() {
    return requestDelayNanos;
  }

  long replyDelayNanos() {
    return replyDelayNanos;
  }

  int keptBytes() {
    return keptBytes;
  }

  /** Decides over one chunk of replies. */
  synchronized Fate fate() {
    if (cut.chosen()) {
      return Fate.CUT;
    }
    return drop.chosen() ? Fate.DROP : Fate.PASS;
  }

  void ended(ProxyConnection connection) {
    open.remove(connection);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }

  /** Closes all connections and stops listening. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      close(listener);
    }
    open.forEach(ProxyConnection::close);
  }

  private static void close(@Nullable ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It no longer listens, which is all that was wanted.
    }
  }

  @Override
  public String toString() {
    return "127.0.0.1:" + port + " to " + target;
  }
}
