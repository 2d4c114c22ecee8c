package io.github.semel.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.redis.server.FaultProxy;
import io.github.semel.redis.server.Replies;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The JDK's {@code HttpURLConnection} repeats a POST when a connection that was kept alive breaks
 * before the response: {@code sun.net.http.retryPost} is true unless somebody sets it. Its caller
 * sees one request.
 */
class ResendTest {

  /** One POST over the JDK's old client, from its beginning to the end of the response. */
  private static int post(URI address, String key, String body, List<String> replayed)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Authorization", TestService.basic("shop", "secret"));
    connection.setRequestProperty("Idempotency-Key", key);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    // To its end, or the connection is not kept.
    try (InputStream in = connection.getInputStream()) {
      in.readAllBytes();
    }
    replayed.add(String.valueOf(connection.getHeaderField("Idempotency-Replayed")));
    return status;
  }

  /** Reads requests off a socket, and answers when it is told to. */
  private static final class RawConnection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    RawConnection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("ended in the middle of a line");
        }
        line.append((char) c);
      }
      return line.toString().strip();
    }

    /** The key and the body of the next request. */
    String read() throws IOException {
      String key = "";
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        String[] header = line.split(": *", 2);
        switch (header[0].toLowerCase(Locale.ROOT)) {
          case "idempotency-key" -> key = header[1];
          case "content-length" -> length = Integer.parseInt(header[1]);
          default -> {}
        }
      }
      return key + " " + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    void answer() throws IOException {
      String response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok";
      socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  @DisplayName("one POST of the caller's is two on the wire when a kept connection breaks")
  void resends() throws Exception {
    List<String> seen = new ArrayList<>();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<?> served =
          thread.submit(
              () -> {
                try (RawConnection kept = new RawConnection(listening.accept())) {
                  seen.add(kept.read());
                  kept.answer();
                  seen.add(kept.read());
                  // The work is done, and then the connection breaks.
                }
                try (RawConnection fresh = new RawConnection(listening.accept())) {
                  seen.add(fresh.read());
                  fresh.answer();
                }
                return null;
              });
      URI address = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/");
      assertThat(post(address, "a", "first", new ArrayList<>())).isEqualTo(200);
      assertThat(post(address, "b", "second", new ArrayList<>())).isEqualTo(200);
      served.get();
    } finally {
      thread.shutdownNow();
    }
    assertThat(seen).containsExactly("a first", "b second", "b second");
  }

  @Test
  @DisplayName("and nothing is charged twice")
  void chargesOnce() throws IOException {
    List<String> replayed = new ArrayList<>();
    try (TestService service = TestService.create();
        FaultProxy proxy = FaultProxy.to(service.port())) {
      URI payments = URI.create("http://127.0.0.1:" + proxy.port() + "/payments");
      assertThat(post(payments, "a", TestService.payment("order-1"), replayed)).isEqualTo(201);
      proxy.cutReplies(Replies.next(), 0);
      assertThat(post(payments, "b", TestService.payment("order-2"), replayed)).isEqualTo(201);
      // Two calls, three requests, two charges.
      assertThat(TestService.json(service.get("status")).path("live").path("requests").longValue())
          .isEqualTo(3);
      assertThat(replayed).containsExactly("null", "true");
      assertThat(service.charges())
          .extracting(charge -> charge.order().reference())
          .containsExactly("order-1", "order-2");
    }
  }
}
