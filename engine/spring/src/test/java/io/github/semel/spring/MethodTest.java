package io.github.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.executor.FailurePolicy;
import io.github.semel.executor.FingerprintMismatchException;
import io.github.semel.executor.RecordedFailureException;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@link Idempotent} on the methods of beans. */
@Timeout(60)
class MethodTest {

  private static ConfigurableApplicationContext context;
  private static Gateway gateway;
  private static App app;

  record Order(String id, BigDecimal amount, Map<String, String> notes) {}

  record Receipt(int number, Order order, Instant at) {}

  static final class Declined extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Declined(String message) {
      super(message);
    }
  }

  interface Refunds {

    @Idempotent(key = "#p0", scope = "refunds")
    String refund(String id);
  }

  static class RefundsAtOnce implements Refunds {

    final AtomicInteger runs = new AtomicInteger();

    @Override
    public String refund(String id) {
      return id + runs.incrementAndGet();
    }
  }

  static class Gateway {

    final AtomicInteger runs = new AtomicInteger();

    @Idempotent(key = "#order.id")
    public Receipt charge(Order order) {
      return new Receipt(
          runs.incrementAndGet(), order, Instant.parse("2026-01-02T03:04:05.000000006Z"));
    }

    @Idempotent(key = "#id", ttl = "${short.ttl:2h}", lease = "PT5S", waitFor = "0s")
    public void tell(UUID id) {
      runs.incrementAndGet();
    }

    @Idempotent(key = "#id", fingerprint = "#amount")
    public Optional<String> some(String id, int amount, Object whatever) {
      runs.incrementAndGet();
      return amount == 0 ? Optional.empty() : Optional.of("some");
    }

    @Idempotent(key = "#id", fingerprint = "null")
    public List<Order> all(String id, Object whatever) {
      return List.of(new Order(id + runs.incrementAndGet(), BigDecimal.ONE, Map.of()));
    }

    @Idempotent(key = "#id")
    public CompletableFuture<Receipt> later(String id) {
      return CompletableFuture.supplyAsync(
          () -> new Receipt(runs.incrementAndGet(), null, Instant.EPOCH));
    }

    @Idempotent(key = "#id")
    public CompletableFuture<Void> failingLater(String id) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("run " + runs.incrementAndGet()));
    }

    @Idempotent(key = "#id")
    public String failing(String id) {
      throw new IllegalStateException("run " + runs.incrementAndGet());
    }

    @Idempotent(key = "#id")
    public String declined(String id) {
      throw new Declined("run " + runs.incrementAndGet());
    }

    @Idempotent(key = "#id")
    public String downstream(String id) {
      return CurrentExecution.get().orElseThrow().ticket().downstreamKey("charge");
    }

    @Idempotent(key = "#anything")
    public String anyKey(Object anything) {
      return "done";
    }

    @Idempotent(key = "@suffix.concat(#id)", scope = "advised")
    public String advised(String id) {
      return "done";
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class App {

    final AtomicLong micros = new AtomicLong();
    final AtomicInteger advices = new AtomicInteger();

    @Bean
    IdempotencyStore store() {
      return ConcurrentHashMapStore.builder().clock(micros::get).build();
    }

    @Bean
    Gateway gateway() {
      return new Gateway();
    }

    @Bean
    RefundsAtOnce refunds() {
      return new RefundsAtOnce();
    }

    @Bean
    String suffix() {
      return "suffix-";
    }

    @Bean
    static DefaultAdvisorAutoProxyCreator otherProxies() {
      DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
      creator.setProxyTargetClass(true);
      return creator;
    }

    /** It stands for a transaction's. */
    @Bean
    Advisor otherAdvice() {
      NameMatchMethodPointcut advised = new NameMatchMethodPointcut();
      advised.setMappedName("advised");
      MethodInterceptor advice =
          invocation -> {
            advices.incrementAndGet();
            Object result = invocation.proceed();
            assertThat(CurrentExecution.get()).isPresent();
            return result;
          };
      return new DefaultPointcutAdvisor(advised, advice);
    }

    @Bean
    MethodExecutorCustomizer declinedIsFinal() {
      return (method, builder) ->
          builder.failures(
              FailurePolicy.standard()
                  .recording(Declined.class, e -> e.getMessage().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @BeforeAll
  static void start() {
    context =
        new SpringApplicationBuilder(App.class)
            .web(WebApplicationType.NONE)
            .run("--spring.main.banner-mode=off", "--logging.level.root=off", "--short.ttl=1m");
    gateway = context.getBean(Gateway.class);
    app = context.getBean(App.class);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private int runs;

  @BeforeEach
  void reset() {
    runs = target().runs.get();
  }

  private static Gateway target() {
    return (Gateway) org.springframework.aop.framework.AopProxyUtils.getSingletonTarget(gateway);
  }

  private int runsSince() {
    return target().runs.get() - runs;
  }

  @Test
  @DisplayName("a call with the same key gets the first result, whole, and nothing is run")
  void replays() {
    Order order = new Order("replays", new BigDecimal("10.50"), Map.of("b", "1", "a", "ä"));
    Receipt first = gateway.charge(order);
    Receipt second = gateway.charge(order);
    assertThat(second).isEqualTo(first).isNotSameAs(first);
    assertThat(runsSince()).isEqualTo(1);
  }

  @Test
  @DisplayName("the same key with other arguments is refused; the order within a map is no matter")
  void arguments() {
    gateway.charge(
        new Order("arguments", BigDecimal.ONE, new java.util.LinkedHashMap<>(Map.of("a", "1"))));
    Map<String, String> one = new java.util.LinkedHashMap<>();
    one.put("a", "1");
    one.put("b", "2");
    Map<String, String> other = new java.util.LinkedHashMap<>();
    other.put("b", "2");
    other.put("a", "1");
    gateway.charge(new Order("ordered", BigDecimal.ONE, one));
    gateway.charge(new Order("ordered", BigDecimal.ONE, other));
    assertThat(runsSince()).isEqualTo(2);
    assertThatThrownBy(() -> gateway.charge(new Order("arguments", BigDecimal.TEN, Map.of())))
        .isInstanceOf(FingerprintMismatchException.class);
  }

  @Test
  @DisplayName("what is compared can be chosen, also nothing")
  void fingerprint() {
    assertThat(gateway.some("fingerprint", 1, Thread.currentThread())).contains("some");
    assertThat(gateway.some("fingerprint", 1, new Object())).contains("some");
    assertThatThrownBy(() -> gateway.some("fingerprint", 2, new Object()))
        .isInstanceOf(FingerprintMismatchException.class);
    assertThat(gateway.all("fingerprint", 1)).isEqualTo(gateway.all("fingerprint", 2));
    assertThat(runsSince()).isEqualTo(2);
  }

  @Test
  @DisplayName("a method without a result, and one whose result is empty, are run once")
  void nothing() {
    UUID id = UUID.randomUUID();
    gateway.tell(id);
    gateway.tell(id);
    assertThat(gateway.some("nothing", 0, "")).isEmpty();
    assertThat(gateway.some("nothing", 0, "")).isEmpty();
    assertThat(runsSince()).isEqualTo(2);
  }

  @Test
  @DisplayName("the annotation's ttl goes before that of the properties, and may be a placeholder")
  void ttl() {
    UUID id = UUID.randomUUID();
    gateway.tell(id);
    app.micros.addAndGet(Duration.ofMinutes(1).toMillis() * 1_000 - 1);
    gateway.tell(id);
    assertThat(runsSince()).isEqualTo(1);
    app.micros.addAndGet(1);
    gateway.tell(id);
    assertThat(runsSince()).isEqualTo(2);
  }

  @Test
  @DisplayName("a stage is recorded when it is complete, and replayed as one")
  void asynchronous() {
    Receipt first = gateway.later("asynchronous").join();
    assertThat(gateway.later("asynchronous").join()).isEqualTo(first);
    assertThat(runsSince()).isEqualTo(1);
    assertThat(gateway.failingLater("asynchronous"))
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("a failure gives the key back, unless it was said to be final")
  void failures() {
    assertThatThrownBy(() -> gateway.failing("failures")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> gateway.failing("failures")).isInstanceOf(IllegalStateException.class);
    assertThat(runsSince()).isEqualTo(2);
    assertThatThrownBy(() -> gateway.declined("failures")).isInstanceOf(Declined.class);
    assertThatThrownBy(() -> gateway.declined("failures"))
        .isInstanceOf(RecordedFailureException.class);
    assertThat(runsSince()).isEqualTo(3);
  }

  @Test
  @DisplayName("a method finds its claim, and nobody finds one outside")
  void currentExecution() {
    assertThat(gateway.downstream("current")).hasSize(36);
    assertThat(CurrentExecution.get()).isEmpty();
  }

  @Test
  @DisplayName("a key must be a simple value")
  void key() {
    assertThat(gateway.anyKey(7)).isEqualTo("done");
    assertThatThrownBy(() -> gateway.anyKey(new Object()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("anyKey", "a java.lang.Object");
    assertThatThrownBy(() -> gateway.anyKey(null)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> gateway.anyKey("")).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  @DisplayName("the claim stands outside of other advice, whose work is done once too")
  void order() {
    gateway.advised("order");
    gateway.advised("order");
    assertThat(app.advices).hasValue(1);
    assertThat(context.getBean(IdempotencyStore.class).find("14:method:advised:suffix-order"))
        .isPresent();
  }

  @Test
  @DisplayName("an annotation on an interface counts")
  void onInterface() {
    Refunds refunds = context.getBean(Refunds.class);
    assertThat(refunds.refund("r")).isEqualTo("r1");
    assertThat(refunds.refund("r")).isEqualTo("r1");
  }

  @Test
  @DisplayName("while the store is out of reach, nothing is run")
  void outage() {
    try (ConfigurableApplicationContext other =
        new SpringApplicationBuilder(Outage.class)
            .web(WebApplicationType.NONE)
            .run("--spring.main.banner-mode=off", "--logging.level.root=off")) {
      Gateway refused = other.getBean(Gateway.class);
      assertThatThrownBy(() -> refused.tell(UUID.randomUUID()))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Outage {

    @Bean
    IdempotencyStore store() {
      return (IdempotencyStore)
          java.lang.reflect.Proxy.newProxyInstance(
              IdempotencyStore.class.getClassLoader(),
              new Class<?>[] {IdempotencyStore.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("claim")) {
                  throw new StoreUnavailableException("out of reach", null);
                }
                return method.getReturnType() == Optional.class
                    ? Optional.empty()
                    : method.getReturnType() == int.class ? (Object) 1_000 : null;
              });
    }

    @Bean
    Gateway gateway() {
      return new Gateway();
    }
  }
}
