package io.github.semel.benchmarks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One kept-alive connection that sends one POST after another, each with a key of its own, and
 * costs next to nothing itself: the request is written into one array over and over.
 */
final class LoadConnection implements AutoCloseable {

  private static final String BODY =
      "{\"amount\":1500,\"currency\":\"EUR\",\"payee\":\"bob\",\"reference\":\"order-17\"}";
  private static final String KEY = "00000000-0000-4000-8000-000000000000";
  private static final String REQUEST =
      "POST /pay HTTP/1.1\r\nHost: localhost\r\nX-Tenant: shop\r\nContent-Type: application/json\r\n"
          + ("Idempotency-Key: \"" + KEY + "\"\r\nContent-Length: " + BODY.length() + "\r\n\r\n")
          + BODY;
  private static final byte[] LENGTH = "content-length: ".getBytes(ISO_8859_1);

  /** Makes the keys of all connections differ. */
  private static final AtomicLong CONNECTIONS = new AtomicLong();

  private final Socket socket;
  private final byte[] request = REQUEST.getBytes(ISO_8859_1);
  private final byte[] response = new byte[2_048];
  private final int keyEnd = REQUEST.indexOf(KEY) + KEY.length();
  private final long connection = CONNECTIONS.incrementAndGet() << 36;

  private long sent;

  LoadConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
  }

  /**
   * Sends one request and reads what comes back.
   *
   * @throws IOException when that is not a 200
   */
  void exchange() throws IOException {
    long number = connection + sent++;
    for (int i = 1; i <= 12; i++) {
      request[keyEnd - i] = (byte) "0123456789abcdef".charAt((int) (number & 15));
      number >>>= 4;
    }
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    int length = 0;
    int end = -1;
    while (end < 0 || length < end) {
      int read = in.read(response, length, response.length - length);
      if (read < 0) {
        throw new EOFException("the server has closed the connection");
      }
      length += read;
      if (end < 0) {
        end = end(length);
      }
    }
    if (response[9] != '2') {
      throw new IOException(new String(response, 0, length, ISO_8859_1));
    }
  }

  /** Where the response ends, once its head is there; until then -1. */
  private int end(int length) {
    for (int i = 3; i < length; i++) {
      if (response[i] == '\n' && response[i - 2] == '\n') {
        return i + 1 + contentLength(i);
      }
    }
    return -1;
  }

  private int contentLength(int headEnd) {
    for (int i = 0; i < headEnd - LENGTH.length; i++) {
      int matched = 0;
      while (matched < LENGTH.length && (response[i + matched] | 0x20) == LENGTH[matched]) {
        matched++;
      }
      if (matched == LENGTH.length) {
        int value = 0;
        for (int at = i + matched; response[at] != '\r'; at++) {
          value = value * 10 + response[at] - '0';
        }
        return value;
      }
    }
    throw new IllegalStateException("a response without a length");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
