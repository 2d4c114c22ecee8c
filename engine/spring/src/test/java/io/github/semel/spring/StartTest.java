package io.github.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.http.HttpIdempotency;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an application starts with, and with what it does not start. */
@Timeout(60)
class StartTest {

  private static AnnotationConfigApplicationContext context(
      Map<String, Object> properties, Class<?>... beans) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", properties));
    for (Class<?> bean : beans) {
      context.register(bean);
    }
    context.register(SemelAutoConfiguration.class);
    return context;
  }

  static class NoKey {
    @Idempotent
    public void run() {}
  }

  @Idempotent(key = "#p0")
  static class KeyOnClass {}

  static class Private {
    @Idempotent(key = "'k'")
    private void run() {}
  }

  static class Final {
    @Idempotent(key = "'k'")
    public final void run() {}
  }

  static class Unreadable {
    @Idempotent(key = "#{")
    public void run() {}
  }

  static class NoDuration {
    @Idempotent(key = "'k'", ttl = "soon")
    public void run() {}
  }

  static class AnyFuture {
    @Idempotent(key = "'k'")
    public Future<String> run() {
      return null;
    }
  }

  static class Response {
    @Idempotent(key = "'k'")
    public ResponseEntity<String> run() {
      return null;
    }
  }

  static class Overloads {
    @Idempotent(key = "#p0")
    public void run(String order) {}

    @Idempotent(key = "#p0")
    public void run(Integer order) {}
  }

  @Controller
  static class WithoutFilter {
    @Idempotent
    public void run() {}
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(NoKey.class, "it needs a key"),
        Arguments.of(KeyOnClass.class, "a key belongs to a method"),
        Arguments.of(Private.class, "private, final or static"),
        Arguments.of(Final.class, "private, final or static"),
        Arguments.of(Unreadable.class, "is not an expression"),
        Arguments.of(NoDuration.class, "ttl \"soon\" is not a duration"),
        Arguments.of(AnyFuture.class, "not a java.util.concurrent.Future"),
        Arguments.of(Response.class, "a response cannot be read back"),
        Arguments.of(Overloads.class, "Give each a scope"),
        Arguments.of(WithoutFilter.class, "there is no servlet filter"));
  }

  static class Shared<T> {
    @Idempotent(key = "#p0")
    public void run(T order) {}
  }

  static class OwnKeys extends Shared<String> {
    @Override
    @Idempotent(key = "#p0")
    public void run(String order) {}

    @Idempotent(key = "#p0", scope = "numbers")
    public void run(Integer order) {}
  }

  @Test
  @DisplayName("what overrides is no overload, and overloads with scopes may be")
  void overloadsWithScopes() {
    try (AnnotationConfigApplicationContext context = context(Map.of(), OwnKeys.class)) {
      context.refresh();
      assertThat(context.getBean(OwnKeys.class)).isNotNull();
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  @DisplayName("an annotation that cannot do what it says keeps the application from starting")
  void refuses(Class<?> bean, String why) {
    try (AnnotationConfigApplicationContext context = context(Map.of(), bean)) {
      assertThatThrownBy(context::refresh).hasStackTraceContaining(why);
    }
  }

  @Test
  @DisplayName("a URI that names no store keeps the application from starting")
  void unknownStore() {
    try (AnnotationConfigApplicationContext context =
        context(Map.of("semel.store", "nowhere://x"))) {
      assertThatThrownBy(context::refresh)
          .rootCause()
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("nowhere:…", "heap");
    }
  }

  @Test
  @DisplayName("the store is opened by its URI and closed with the application")
  void byUri() {
    IdempotencyStore store;
    try (AnnotationConfigApplicationContext context =
        context(Map.of("semel.store", "compact:?maxBytes=100000000"))) {
      context.refresh();
      store = context.getBean(IdempotencyStore.class);
      assertThat(context.getBean(StoreInUse.class).name()).isEqualTo("compact");
      assertThat(store.find("k")).isEmpty();
    }
    assertThatThrownBy(() -> store.find("k")).hasMessageContaining("closed");
  }

  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    IdempotencyStore own() {
      return ConcurrentHashMapStore.create();
    }
  }

  @Test
  @DisplayName("a store of the application's own takes the place of the URI's")
  void own() {
    try (AnnotationConfigApplicationContext context = context(Map.of(), Own.class)) {
      context.refresh();
      assertThat(context.getBean(IdempotencyStore.class))
          .isInstanceOf(ConcurrentHashMapStore.class);
      assertThat(context.getBean(StoreInUse.class).name()).isEqualTo("ConcurrentHashMapStore");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Web {}

  @RestController
  static class Put {
    @PutMapping("/put")
    @Idempotent
    public String put() {
      return "put";
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Puts {
    @Bean
    Put put() {
      return new Put();
    }
  }

  @Test
  @DisplayName("a handler to whose method keys do not apply cannot be @Idempotent")
  void put() {
    assertThatThrownBy(() -> TestApplication.start(Puts.class).close())
        .hasStackTraceContaining("[PUT]")
        .hasStackTraceContaining("semel.http.methods");
  }

  @Test
  @DisplayName("without a servlet container there is no filter, and no health is asked for in vain")
  void noWeb() {
    Supplier<org.springframework.context.ConfigurableApplicationContext> start =
        () ->
            new SpringApplicationBuilder(Web.class)
                .web(WebApplicationType.NONE)
                .run(
                    "--spring.main.banner-mode=off",
                    "--logging.level.root=off",
                    "--management.health.semel.enabled=false");
    try (var context = start.get()) {
      assertThat(context.getBeansOfType(HttpIdempotency.class)).isEmpty();
      assertThat(context.containsBean("semelHealthIndicator")).isFalse();
      assertThat(context.getBeansOfType(MethodExecutors.class)).hasSize(1);
    }
  }
}
