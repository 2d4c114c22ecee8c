package io.github.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreUnavailableException;
import io.github.semel.executor.ExecutorListener;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What those who operate an application see of waits and of a store that is out of reach. */
@Timeout(60)
class OperationsTest {

  private static final String[] KEY = {"Idempotency-Key", "k"};

  private static double claims(TestApplication application, String outcome) {
    return application
        .context
        .getBean(MeterRegistry.class)
        .get("idempotency.claims")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Shop.class)
  static class Waiting {

    final List<Duration> heard = new CopyOnWriteArrayList<>();

    @Bean
    ExecutorListener first() {
      return new ExecutorListener() {
        @Override
        public void waited(String key, Duration took) {
          throw new IllegalStateException("this listener keeps nobody else from hearing");
        }
      };
    }

    @Bean
    ExecutorListener second() {
      return new ExecutorListener() {
        @Override
        public void waited(String key, Duration took) {
          heard.add(took);
        }
      };
    }
  }

  @Test
  @DisplayName("a duplicate that waits gets the first response, and is metered and told of")
  void waits() throws Exception {
    try (TestApplication application = TestApplication.start(Waiting.class, "semel.wait-for=50s")) {
      Shop shop = application.context.getBean(Shop.class);
      CompletableFuture<HttpResponse<String>> first =
          application.sendAsync("POST", "/payments/slow", "a", KEY);
      shop.begun.await();
      CompletableFuture<HttpResponse<String>> second =
          application.sendAsync("POST", "/payments/slow", "a", KEY);
      while (claims(application, "in_progress") < 1) {
        Thread.onSpinWait();
      }
      assertThat(second).isNotDone();
      shop.end.countDown();

      assertThat(second.get(50, TimeUnit.SECONDS).body()).isEqualTo(first.get().body());
      assertThat(shop.charges).hasValue(1);
      Timer waits =
          application.context.getBean(MeterRegistry.class).get("idempotency.wait").timer();
      assertThat(waits.count()).isEqualTo(1);
      assertThat(waits.totalTime(TimeUnit.NANOSECONDS)).isPositive();
      assertThat(application.context.getBean(Waiting.class).heard).hasSize(1);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Shop.class)
  static class Outage {

    volatile boolean over;

    @Bean
    IdempotencyStore store() {
      IdempotencyStore store = ConcurrentHashMapStore.create();
      return (IdempotencyStore)
          Proxy.newProxyInstance(
              IdempotencyStore.class.getClassLoader(),
              new Class<?>[] {IdempotencyStore.class},
              (proxy, method, arguments) -> {
                if (!over && (method.getName().matches("claim|find"))) {
                  throw new StoreUnavailableException("out of reach, says the test", null);
                }
                try {
                  return method.invoke(store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  @Test
  @DisplayName("a store out of reach is down, metered and refused; and up again when it is back")
  void outage() throws Exception {
    try (TestApplication application =
        TestApplication.start(Outage.class, "management.endpoint.health.show-details=always")) {
      HttpResponse<String> down = application.send("GET", "/actuator/health/semel", "");
      assertThat(down.statusCode()).isEqualTo(503);
      assertThat(down.body())
          .contains("\"status\":\"DOWN\"", "out of reach, says the test", "\"store\":");

      Shop shop = application.context.getBean(Shop.class);
      assertThat(application.send("POST", "/payments", "a", KEY).statusCode()).isEqualTo(503);
      assertThat(shop.charges).hasValue(0);
      assertThat(claims(application, "failed")).isEqualTo(1);
      assertThat(
              application
                  .context
                  .getBean(MeterRegistry.class)
                  .get("idempotency.store.operation")
                  .tags("operation", "claim", "error", "StoreUnavailableException")
                  .timer()
                  .count())
          .isEqualTo(1);

      application.context.getBean(Outage.class).over = true;
      assertThat(application.send("GET", "/actuator/health/semel", "").statusCode()).isEqualTo(200);
      assertThat(application.send("POST", "/payments", "a", KEY).statusCode()).isEqualTo(201);
      assertThat(shop.charges).hasValue(1);
    }
  }
}
