package io.github.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the properties change, over real sockets, and how an application ends. */
@Timeout(60)
class PropertiesTest {

  @Test
  @DisplayName("headers, key format, dialect, callers, content and status come from properties")
  void http() throws Exception {
    try (TestApplication application =
        TestApplication.start(
            Shop.class,
            "semel.http.header=Request-Id",
            "semel.http.aliases=X-Idempotency-Key",
            "semel.http.key-format=uuid",
            "semel.http.errors=stripe",
            "semel.http.caller=header",
            "semel.http.caller-header=X-Account",
            "semel.http.json-fields=/amount",
            "semel.http.replayed-header=Replayed",
            "semel.http.documentation=https://shop.example/keys",
            "semel.http.methods=POST,PUT",
            "semel.http.max-request-size=100B")) {
      String key = "8e03978e-40d5-43e8-bc93-6894a57f9324";
      String[] json = {
        "Content-Type", "application/json", "X-Idempotency-Key", key, "X-Account", "1"
      };
      application.send("POST", "/payments", "{\"amount\":1,\"at\":1}", json);
      HttpResponse<String> second =
          application.send("POST", "/payments", "{\"at\":2,\"amount\":1.0}", json);
      assertThat(second.headers().firstValue("Replayed")).contains("true");
      HttpResponse<String> reused = application.send("POST", "/payments", "{\"amount\":2}", json);
      assertThat(reused.statusCode()).isEqualTo(400);
      assertThat(reused.body()).contains("idempotency_error", "https://shop.example/keys#");
      HttpResponse<String> missing = application.send("POST", "/payments", "{}");
      assertThat(missing.statusCode()).isEqualTo(400);
      assertThat(missing.body()).contains("idempotency_error", "Request-Id", "#key-missing");
      assertThat(application.send("POST", "/payments", "{}", "Request-Id", "no-uuid").body())
          .contains("UUID");
      assertThat(application.send("POST", "/payments", "x".repeat(101), json).statusCode())
          .isEqualTo(413);
      json[5] = "2";
      application.send("POST", "/payments", "{\"amount\":2}", json);
      assertThat(application.context.getBean(Shop.class).charges).hasValue(2);
    }
  }

  @Test
  @DisplayName("a request without a key is assigned one, where that is the policy")
  void assigned() throws Exception {
    try (TestApplication application =
        TestApplication.start(
            Shop.class, "semel.http.missing-key=assign", "semel.http.url-patterns=/payments/*")) {
      HttpResponse<String> first = application.send("POST", "/payments", "a");
      assertThat(first.statusCode()).isEqualTo(201);
      assertThat(first.headers().firstValue("Idempotency-Key")).isPresent();
      // Outside of what the filter guards, @Idempotent would do nothing: that is an error of ours.
      assertThat(application.send("POST", "/orders", "", "Idempotency-Key", "k").statusCode())
          .isEqualTo(500);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Shop.class)
  static class Ending {

    final ObjectProvider<Executions> executions;
    final Queue<Boolean> endedBeforeRecorded = new ConcurrentLinkedQueue<>();
    volatile boolean asksWhenRecording;
    final AtomicInteger recorded = new AtomicInteger();
    final AtomicBoolean closed = new AtomicBoolean();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);
    volatile boolean closedTooEarly;

    Ending(ObjectProvider<Executions> executions) {
      this.executions = executions;
    }

    @Bean
    IdempotencyStore store() {
      IdempotencyStore store = ConcurrentHashMapStore.create();
      return (IdempotencyStore)
          java.lang.reflect.Proxy.newProxyInstance(
              IdempotencyStore.class.getClassLoader(),
              new Class<?>[] {IdempotencyStore.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                  closed.set(true);
                } else if (asksWhenRecording && method.getName().equals("complete")) {
                  // Calls back at once where nothing is under way.
                  AtomicBoolean none = new AtomicBoolean();
                  executions.getObject().stop(() -> none.set(true));
                  endedBeforeRecorded.add(none.get());
                }
                Object answer = method.invoke(store, arguments);
                if (answer == Completion.Recorded.INSTANCE) {
                  recorded.incrementAndGet();
                }
                return answer;
              });
    }

    @Bean
    Batch batch() {
      return new Batch(this);
    }
  }

  static class Batch {

    private final Ending ending;

    Batch(Ending ending) {
      this.ending = ending;
    }

    @Idempotent(key = "#id", scope = "batch")
    public String run(String id) throws InterruptedException {
      ending.begun.countDown();
      ending.end.await();
      ending.closedTooEarly = ending.closed.get();
      return "done";
    }

    @Idempotent(key = "#id", scope = "later")
    public CompletableFuture<String> later(String id) {
      return CompletableFuture.completedFuture("done");
    }
  }

  @Test
  @DisplayName("the application's end waits for what is executed, then closes the store")
  void ending() throws Exception {
    TestApplication application = TestApplication.start(Ending.class);
    Ending ending = application.context.getBean(Ending.class);
    Shop shop = application.context.getBean(Shop.class);
    Batch batch = application.context.getBean(Batch.class);
    Executions executions = application.context.getBean(Executions.class);
    CompletableFuture<HttpResponse<String>> request =
        application.sendAsync("POST", "/payments/slow", "a", "Idempotency-Key", "k");
    while (!shop.begun.await(10, TimeUnit.MILLISECONDS)) {
      assertThat(request.thenApply(answer -> answer.statusCode() + answer.body()).getNow(""))
          .isEmpty();
    }
    // The common pool may have a single thread.
    Executor thread = task -> new Thread(task).start();
    CompletableFuture<String> work =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return batch.run("b");
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            thread);
    ending.begun.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(application::close, thread);
    shop.end.countDown();
    // Not the response: a server that ends may close the connection before it has sent that.
    while (ending.recorded.get() == 0 || executions.isRunning()) {
      Thread.onSpinWait();
    }
    assertThat(ending.closed).isFalse();
    ending.end.countDown();
    assertThat(work.get(1, TimeUnit.MINUTES)).isEqualTo("done");
    closing.get(1, TimeUnit.MINUTES);
    assertThat(ending.recorded).hasValue(2);
    assertThat(ending.closedTooEarly).isFalse();
    assertThat(ending.closed).isTrue();
  }

  @Test
  @DisplayName("an execution is under way until its outcome is recorded")
  void underWay() throws Exception {
    try (TestApplication application = TestApplication.start(Ending.class)) {
      Ending ending = application.context.getBean(Ending.class);
      ending.asksWhenRecording = true;
      String[] key = {"Idempotency-Key", "k"};
      assertThat(application.send("POST", "/payments", "a", key).statusCode()).isEqualTo(201);
      assertThat(ending.endedBeforeRecorded).containsExactly(false);
      ending.end.countDown();
      application.context.getBean(Batch.class).run("b");
      assertThat(ending.endedBeforeRecorded).containsExactly(false, false);
      application.context.getBean(Batch.class).later("c").get(1, TimeUnit.MINUTES);
      assertThat(ending.endedBeforeRecorded).containsExactly(false, false, false);
      // And no longer.
      CountDownLatch none = new CountDownLatch(1);
      ending.executions.getObject().stop(none::countDown);
      none.await();
    }
  }

  @Test
  @DisplayName("IDEs are told of every property")
  void metadata() throws Exception {
    String path = "META-INF/spring-configuration-metadata.json";
    String metadata;
    var all = SemelProperties.class.getClassLoader().getResources(path);
    StringBuilder text = new StringBuilder();
    while (all.hasMoreElements()) {
      try (InputStream in = all.nextElement().openStream()) {
        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    metadata = text.toString();
    for (var part : SemelProperties.Http.class.getRecordComponents()) {
      String name =
          Pattern.compile("[A-Z]")
              .matcher(part.getName())
              .replaceAll(m -> "-" + m.group().toLowerCase(java.util.Locale.ROOT));
      assertThat(metadata)
          .containsPattern(
              "\"semel\\.http\\." + name + "\",\\s+\"type\": \"[^\"]+\",\\s+\"description\"");
    }
    assertThat(metadata).contains("\"management.health.semel.enabled\"");
  }
}
