package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which key a request has, whose it is, and what happens without one. */
class KeyTest extends FilterTest {

  @Test
  @DisplayName("a key in quotes and the same one bare are one key; each is echoed as it was sent")
  void quotedAndBare() throws Exception {
    serve(options -> options, this::counted);
    String key = newKey();
    HttpResponse<String> quoted = send('"' + key + '"', "{}");
    assertFirst(quoted, 201, "run 1");
    assertThat(quoted.headers().firstValue("Idempotency-Key")).hasValue('"' + key + '"');
    HttpResponse<String> bare = send(key, "{}");
    assertReplay(bare, 201, "run 1");
    assertThat(bare.headers().firstValue("Idempotency-Key")).hasValue(key);
    assertReplay(send('"' + key + "\";v=1; w=\"x\"", "{}"), 201, "run 1");
  }

  @Test
  @DisplayName("strict: a String in quotes, or nothing")
  void strict() throws Exception {
    serve(HttpIdempotencyBuilder::strict, this::counted);
    assertProblem(send(newKey(), "{}"), ProblemKind.KEY_MALFORMED);
    assertThat(runs).hasValue(0);
    assertFirst(send('"' + newKey() + '"', "{}"), 201, "run 1");
  }

  @Test
  @DisplayName("what is neither a String nor a bare key is refused")
  void malformed() throws Exception {
    serve(options -> options, this::counted);
    for (String field :
        List.of("\"cut", "\"\"", "a,b", "two words", "\"a\" \"b\"", "\"a\";", "a;b", "\"a\\b\"")) {
      assertProblem(send(field, "{}"), ProblemKind.KEY_MALFORMED);
    }
    assertThat(runs).hasValue(0);
  }

  @Test
  @DisplayName("two keys in one request are refused, one key by two names is not")
  void twoKeys() throws Exception {
    serve(options -> options.aliases("X-Idempotency-Key"), this::counted);
    HttpRequest.Builder twice = request().header("Idempotency-Key", "a");
    twice.header("Idempotency-Key", "b").POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertProblem(send(twice.build()), ProblemKind.KEY_MALFORMED);
    HttpRequest.Builder alike = request().header("Idempotency-Key", "a");
    alike.header("Idempotency-Key", "a").POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertProblem(send(alike.build()), ProblemKind.KEY_MALFORMED);
    HttpRequest.Builder two = request().header("Idempotency-Key", "a");
    two.header("X-Idempotency-Key", "b").POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertProblem(send(two.build()), ProblemKind.KEY_MALFORMED);
    HttpRequest.Builder same = request().header("Idempotency-Key", "a");
    same.header("X-Idempotency-Key", "\"a\"").POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertFirst(send(same.build()), 201, "run 1");
  }

  @Test
  @DisplayName("an alias names the same keys, and is what is echoed")
  void alias() throws Exception {
    serve(options -> options.aliases("X-Idempotency-Key"), this::counted);
    HttpRequest.Builder byAlias = request().header("X-Idempotency-Key", "order-17");
    byAlias.POST(HttpRequest.BodyPublishers.ofString("{}"));
    HttpResponse<String> first = send(byAlias.build());
    assertFirst(first, 201, "run 1");
    assertThat(first.headers().firstValue("X-Idempotency-Key")).hasValue("order-17");
    assertReplay(send("order-17", "{}"), 201, "run 1");
  }

  @Test
  @DisplayName("the published format is held: the length")
  void format() throws Exception {
    serve(options -> options.keyFormat(KeyFormat.length(8, 20)), this::counted);
    assertProblem(send("1234567", "{}"), ProblemKind.KEY_MALFORMED);
    assertProblem(send("x".repeat(21), "{}"), ProblemKind.KEY_MALFORMED);
    assertFirst(send("12345678", "{}"), 201, "run 1");
  }

  @Test
  @DisplayName("only UUIDs where only UUIDs are taken")
  void uuidsOnly() throws Exception {
    serve(options -> options.keyFormat(KeyFormat.uuid()), this::counted);
    assertProblem(send("order-17", "{}"), ProblemKind.KEY_MALFORMED);
    assertFirst(send(newKey(), "{}"), 201, "run 1");
  }

  @Test
  @DisplayName("POST and PATCH need a key; the others pass, with or without one")
  void methods() throws Exception {
    serve(options -> options, this::counted);
    for (String method : List.of("POST", "PATCH")) {
      assertProblem(
          send(request().method(method, HttpRequest.BodyPublishers.ofString("{}")).build()),
          ProblemKind.KEY_MISSING);
    }
    int ran = 0;
    for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS")) {
      for (int i = 0; i < 2; i++) {
        HttpRequest.Builder passed = request().header("Idempotency-Key", "k");
        send(passed.method(method, HttpRequest.BodyPublishers.noBody()).build());
        assertThat(runs).hasValue(++ran);
      }
    }
  }

  @Test
  @DisplayName("a missing key is refused with 400 and a link to what to do")
  void missingRefused() throws Exception {
    serve(
        options -> options.documentation(java.net.URI.create("https://docs.test/README.md")),
        this::counted);
    HttpResponse<String> refused =
        send(request().POST(HttpRequest.BodyPublishers.ofString("{}")).build());
    assertProblem(refused, ProblemKind.KEY_MISSING);
    assertThat(refused.body()).contains("\"https://docs.test/README.md#key-missing\"");
    assertThat(runs).hasValue(0);
  }

  @Test
  @DisplayName("without a key: passed, where that was chosen")
  void missingPassed() throws Exception {
    serve(options -> options.missingKey(MissingKey.pass()), this::counted);
    HttpRequest keyless = request().POST(HttpRequest.BodyPublishers.ofString("{}")).build();
    assertFirst(send(keyless), 201, "run 1");
    assertFirst(send(keyless), 201, "run 2");
    assertThat(switched.lastKey).hasValue(null);
  }

  @Test
  @DisplayName("without a key: one is assigned, the handler sees it, and the client can use it")
  void missingAssigned() throws Exception {
    List<String> seen = new ArrayList<>();
    serve(
        options -> options.missingKey(MissingKey.assign()),
        exchange -> {
          seen.add(exchange.header("idempotency-key").orElseThrow());
          counted(exchange);
        });
    HttpRequest keyless = request().POST(HttpRequest.BodyPublishers.ofString("{}")).build();
    HttpResponse<String> first = send(keyless);
    assertFirst(first, 201, "run 1");
    String key = first.headers().firstValue("Idempotency-Key").orElseThrow();
    assertThat(seen).containsExactly(key);
    assertThat(UUID.fromString(key.substring(1, key.length() - 1))).isNotNull();
    assertReplay(send(key, "{}"), 201, "run 1");
    assertFirst(send(keyless), 201, "run 2");
  }

  @Test
  @DisplayName("without a key: caller, operation and content are the key, for a window")
  void missingDerived() throws Exception {
    serve(
        options ->
            options
                .missingKey(MissingKey.derive(Duration.ofMinutes(10)))
                .content(RequestContent.canonicalJson()),
        this::counted);
    HttpRequest.Builder json = request().header("Content-Type", "application/json");
    HttpRequest one = json.POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}")).build();
    HttpRequest same = json.POST(HttpRequest.BodyPublishers.ofString("{ \"a\": 1.0 }")).build();
    HttpRequest other = json.POST(HttpRequest.BodyPublishers.ofString("{\"a\":2}")).build();
    assertFirst(send(one), 201, "run 1");
    assertReplay(send(same), 201, "run 1");
    assertFirst(send(other), 201, "run 2");
    clock.advance(Duration.ofMinutes(10));
    assertFirst(send(one), 201, "run 3");
  }

  @Test
  @DisplayName("uploads whose content nobody compares are not taken for one by it")
  void missingNotDerived() throws Exception {
    serve(options -> options.missingKey(MissingKey.derive(Duration.ofMinutes(10))), this::counted);
    HttpRequest.Builder upload =
        request().header("Content-Type", "multipart/form-data; boundary=b");
    upload.POST(HttpRequest.BodyPublishers.ofString("--b--\r\n"));
    assertProblem(send(upload.build()), ProblemKind.KEY_MISSING);
    assertFirst(send(upload.header("Idempotency-Key", "k").build()), 201, "run 1");
  }

  @Test
  @DisplayName("the same key of another caller is another key, and nobody gets another's response")
  void scope() throws Exception {
    List<String> warned = new ArrayList<>();
    serve(
        options ->
            options.listener(
                new HttpListener() {
                  @Override
                  public void anonymous(RequestHead head) {
                    warned.add(head.path());
                  }
                }),
        this::counted);
    assertFirst(send("k", "{}"), 201, "run 1");
    HttpRequest.Builder bob = to("/guarded/payments").header(TestServer.USER, "bob");
    bob.header("Idempotency-Key", "k").POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertFirst(send(bob.build()), 201, "run 2");
    assertReplay(send("k", "{}"), 201, "run 1");
    assertThat(warned).isEmpty();
    HttpRequest.Builder nobody = to("/open/payments").header("Idempotency-Key", "k");
    nobody.POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertFirst(send(nobody.build()), 201, "run 3");
    assertReplay(send(nobody.build()), 201, "run 3");
    assertThat(warned).containsExactly("/open/payments", "/open/payments");
  }

  @Test
  @DisplayName("no name of a caller, however long or strange, is taken for another")
  void scopesStayApart() throws Exception {
    serve(options -> options.scope(CallerScope.header("X-Tenant")), this::counted);
    int ran = 0;
    for (String tenant :
        List.of("", "a", "a:k", "x".repeat(150), "x".repeat(151), "x".repeat(300))) {
      HttpRequest.Builder by = request().header("X-Tenant", tenant);
      by.header("Idempotency-Key", "k").POST(HttpRequest.BodyPublishers.ofString("{}"));
      assertFirst(send(by.build()), 201, "run " + ++ran);
    }
    assertFirst(send("k", "{}"), 201, "run " + ++ran);
  }

  @Test
  @DisplayName("a key older than what is kept is refused; one that carries no time is not")
  void oldKeys() throws Exception {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    serve(
        options -> options.ttl(Duration.ofHours(24)).refuseOldKeys().clock(() -> now),
        this::counted);
    Instant yesterday = now.minus(Duration.ofHours(24));
    assertProblem(send(uuid7(yesterday.minusMillis(1)), "{}"), ProblemKind.KEY_TOO_OLD);
    assertProblem(send(ulid(yesterday.minusMillis(1)), "{}"), ProblemKind.KEY_TOO_OLD);
    assertThat(runs).hasValue(0);
    assertFirst(send(uuid7(yesterday), "{}"), 201, "run 1");
    assertFirst(send(ulid(yesterday), "{}"), 201, "run 2");
    assertFirst(send("00000000-0000-4000-8000-000000000000", "{}"), 201, "run 3");
  }

  private static String uuid7(Instant at) {
    return new UUID(at.toEpochMilli() << 16 | 0x7ABCL, 0x8000_0000_0000_0001L).toString();
  }

  private static String ulid(Instant at) {
    StringBuilder text = new StringBuilder();
    for (int shift = 45; shift >= 0; shift -= 5) {
      text.append(
          "0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt((int) (at.toEpochMilli() >> shift & 31)));
    }
    return text + "0123456789ABCDEF";
  }
}
