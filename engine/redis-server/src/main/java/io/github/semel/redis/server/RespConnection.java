package io.github.semel.redis.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks RESP2, just enough to set servers up and to look at them; the clients
 * under test are others. For one thread at a time.
 */
public final class RespConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream replies;
  private final Charset charset;

  private RespConnection(Socket socket, Charset charset) throws IOException {
    this.socket = socket;
    this.replies = new BufferedInputStream(socket.getInputStream());
    this.charset = charset;
  }

  /**
   * Connects without TLS; texts are UTF-8.
   *
   * @param timeout bounds the connect and each wait for bytes of a reply
   * @throws UncheckedIOException when the server cannot be reached
   */
  public static RespConnection connect(String host, int port, Duration timeout) {
    return connect(SocketFactory.getDefault(), host, port, timeout, StandardCharsets.UTF_8);
  }

  /** As the public method, over the sockets of a factory and with texts in another charset. */
  static RespConnection connect(
      SocketFactory sockets, String host, int port, Duration timeout, Charset charset) {
    int millis = Math.toIntExact(timeout.toMillis());
    Socket socket = null;
    try {
      socket = sockets.createSocket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(host, port), millis);
      return new RespConnection(socket, charset);
    } catch (IOException e) {
      close(socket);
      throw new UncheckedIOException("no connection to " + host + ":" + port, e);
    }
  }

  /**
   * Sends one command and waits for its reply: a {@code String}, a {@code Long}, a {@code List} of
   * these (an error inside it is a {@link RespErrorException}), or null. After an exception other
   * than {@code RespErrorException} the connection is of no more use.
   *
   * @throws RespErrorException when the reply is an error
   * @throws UncheckedIOException when the connection fails or the reply does not come in time
   */
  public @Nullable Object command(String... words) {
    try {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(ascii("*" + words.length + "\r\n"));
      for (String word : words) {
        byte[] bytes = word.getBytes(charset);
        request.writeBytes(ascii("$" + bytes.length + "\r\n"));
        request.writeBytes(bytes);
        request.writeBytes(ascii("\r\n"));
      }
      request.writeTo(socket.getOutputStream());
      Object reply = read();
      if (reply instanceof RespErrorException error) {
        throw error;
      }
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException("no reply to " + words[0] + " from " + socket, e);
    }
  }

  private @Nullable Object read() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      throw new IOException("empty reply line");
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> new RespErrorException(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> array(Integer.parseInt(rest));
      default -> throw new IOException("not RESP2: " + line);
    };
  }

  private @Nullable String bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = replies.readNBytes(length);
    if (bytes.length < length || replies.read() != '\r' || replies.read() != '\n') {
      throw new EOFException("reply cut short");
    }
    return new String(bytes, charset);
  }

  private @Nullable List<@Nullable Object> array(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      elements.add(read());
    }
    return elements;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = replies.read(); next != '\r'; next = replies.read()) {
      if (next < 0) {
        throw new EOFException("connection closed by the server");
      }
      line.write(next);
    }
    if (replies.read() != '\n') {
      throw new EOFException("reply line cut short");
    }
    return line.toString(charset);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    close(socket);
  }

  private static void close(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // Nothing is left to be done with this connection.
    }
  }
}
