package io.github.semel.client.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the README shows is what the tests run. */
class ReadmeTest {

  private final List<String> keys = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // Fails the first time.
    server.createContext(
        "/",
        exchange -> {
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
          exchange.sendResponseHeaders(keys.size() == 1 ? 503 : 201, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
        .POST(HttpRequest.BodyPublishers.ofString("pay"))
        .build();
  }

  private static String words(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  @Test
  @DisplayName("the Java in the README compiles")
  void compiles() throws IOException {
    String readme = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
    Path examples = Path.of("src/test/java/io/github/semel/client/readme/ReadmeExamples.java");
    String code = words(Files.readString(examples, StandardCharsets.UTF_8));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    List<String> blocks = block.results().map(found -> words(found.group(1))).toList();
    assertThat(blocks).hasSize(2).allSatisfy(shown -> assertThat(code).contains(shown));
  }

  @Test
  @DisplayName("our client sends again with the same key")
  void client() throws Exception {
    assertThat(ReadmeExamples.client(request()).statusCode()).isEqualTo(201);
    assertThat(keys).hasSize(2).doesNotContain("null");
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
  }

  @Test
  @DisplayName("resilience4j sends again with the same key")
  void resilience4j() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    assertThat(ReadmeExamples.resilience4j(http, request()).statusCode()).isEqualTo(201);
    assertThat(keys).hasSize(2).doesNotContain("null");
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
  }
}
