package io.github.semel.redis.connection;

import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Lets other threads close the socket under a connection: when its owner is closed, and when an
 * exchange is stuck. Reading has a timeout; writing has none, so a peer that stops to read would
 * hold the thread that writes until TCP gives up, minutes later.
 */
final class LinkGuard {

  /** Of the connection that is made or used. Written by the thread that makes it. */
  private volatile @Nullable Socket socket;

  /** On {@link System#nanoTime}, or 0 between exchanges. Written by the thread that exchanges. */
  private volatile long busySince;

  /** Set once, by {@link #close}. */
  private volatile boolean closed;

  /** A socket was made, and nothing was written to it yet. */
  void opened(Socket fresh) {
    socket = fresh;
    if (closed) {
      closeSocket();
    }
  }

  void begin() {
    long now = System.nanoTime();
    busySince = now == 0 ? 1 : now;
  }

  void end() {
    busySince = 0;
  }

  /** Closes the socket if an exchange has gone on for longer; all its callers have given up. */
  void closeIfBusyFor(long nanos) {
    long since = busySince;
    if (since != 0 && System.nanoTime() - since > nanos) {
      closeSocket();
    }
  }

  /** Closes the socket, and each that is made from now on. */
  void close() {
    closed = true;
    closeSocket();
  }

  void closeSocket() {
    Socket current = socket;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // The connection is given up anyway.
      }
    }
  }
}
