package io.github.semel.redis.server;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One client's connection through a proxy: per direction a thread that reads into a delay line and
 * one that writes out of it.
 */
final class ProxyConnection {

  private static final int CHUNK = 16 * 1024;
  private static final int CONNECT_MILLIS = 5_000;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server = new Socket();
  private final DelayLine requests = new DelayLine();
  private final DelayLine replies = new DelayLine();
  private final AtomicInteger directionsLeft = new AtomicInteger(2);
  private final AtomicBoolean closed = new AtomicBoolean();

  // Set once, before the end of the replies is put into their line.
  private final AtomicBoolean requestsEndWithReplies = new AtomicBoolean();

  // Written and read by the thread that reads replies alone.
  private boolean swallowing;

  ProxyConnection(FaultProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  /** Begins to forward. */
  void start() {
    proxy.daemon("requests-in", this::readRequests).start();
    proxy.daemon("requests-out", this::writeRequests).start();
  }

  private void readRequests() {
    read(client, requests, false);
  }

  private void writeRequests() {
    try {
      if (!connect()) {
        return;
      }
    } catch (IOException e) {
      if (!closed.get()) {
        proxy.tally().unreachable.increment();
      }
      close();
      return;
    }
    proxy.daemon("replies-in", () -> read(server, replies, true)).start();
    proxy.daemon("replies-out", () -> write(replies, client, proxy.tally().replyBytes)).start();
    write(requests, server, proxy.tally().requestBytes);
  }

  /** Connects to the server, in a partition not before it ends; false when closed meanwhile. */
  private boolean connect() throws IOException {
    try {
      if (!requests.awaitFlow()) {
        return false;
      }
    } catch (InterruptedException e) {
      close();
      return false;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    server.connect(proxy.target(), CONNECT_MILLIS);
    return true;
  }

  private void read(Socket from, DelayLine line, boolean areReplies) {
    byte[] buffer = new byte[CHUNK];
    try {
      while (true) {
        int length = from.getInputStream().read(buffer);
        long delay = areReplies ? proxy.replyDelayNanos() : proxy.requestDelayNanos();
        if (length < 0) {
          line.put(new byte[0], true, delay);
          return;
        }
        byte[] bytes = Arrays.copyOf(buffer, length);
        if (areReplies) {
          if (swallowing) {
            continue;
          }
          switch (proxy.fate()) {
            case PASS -> {}
            case CUT -> {
              cut(bytes, delay);
              return;
            }
            case DROP -> {
              swallowing = true;
              proxy.tally().drops.increment();
              continue;
            }
          }
        }
        if (!line.put(bytes, false, delay)) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // A reset: it is one for the other side too, and loses what is under way.
      close();
    }
  }

  /** Lets the kept part follow what is under way, and ends the connection behind it. */
  private void cut(byte[] bytes, long delay) throws InterruptedException {
    proxy.tally().cuts.increment();
    int kept = Math.max(0, Math.min(proxy.keptBytes(), bytes.length));
    if (kept > 0) {
      replies.put(Arrays.copyOf(bytes, kept), false, delay);
    }
    // The end of the replies closes the other direction as well: a client is not to go on asking.
    requestsEndWithReplies.set(true);
    replies.put(new byte[0], true, delay);
  }

  private void write(DelayLine line, Socket to, LongAdder delivered) {
    try {
      while (true) {
        DelayLine.Chunk chunk = line.take();
        if (chunk == null) {
          return;
        }
        if (chunk.end()) {
          to.shutdownOutput();
          if (directionsLeft.decrementAndGet() == 0
              || (line == replies && requestsEndWithReplies.get())) {
            close();
          }
          return;
        }
        to.getOutputStream().write(chunk.bytes());
        delivered.add(chunk.bytes().length);
      }
    } catch (IOException | InterruptedException e) {
      close();
    }
  }

  /** Holds everything back, or lets it go on. */
  void stall(boolean on) {
    requests.stall(on);
    replies.stall(on);
  }

  /** Ends both sides at once; false when that had been done before. */
  boolean close() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    requests.close();
    replies.close();
    close(client);
    close(server);
    proxy.ended(this);
    return true;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to be done with this side.
    }
  }
}
