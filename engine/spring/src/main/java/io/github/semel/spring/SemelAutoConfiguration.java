package io.github.semel.spring;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreListener;
import io.github.semel.Stores;
import io.github.semel.executor.ExecutorListener;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * The store, unless the application has one, and {@link Idempotent} on its beans' methods.
 *
 * <p>Beans of {@link StoreListener} and {@link ExecutorListener} hear of what happens.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
      "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration"
    })
@EnableConfigurationProperties(SemelProperties.class)
@Import({
  SemelAutoConfiguration.OpenedStore.class,
  SemelAutoConfiguration.GivenStore.class,
  SemelAutoConfiguration.Jackson3.class,
  SemelAutoConfiguration.Jackson2.class,
  SemelAutoConfiguration.NoJackson.class
})
public class SemelAutoConfiguration {

  @Bean
  Executions semelExecutions(ObjectProvider<ObservationRegistry> observations) {
    return new Executions(() -> observations.getIfAvailable(() -> ObservationRegistry.NOOP));
  }

  @Bean
  MethodExecutors semelMethodExecutors(
      StoreInUse store,
      SemelProperties properties,
      ValueFormat values,
      ObjectProvider<ExecutorListener> listeners,
      ObjectProvider<MethodExecutorCustomizer> customizers,
      Executions executions,
      BeanFactory beans) {
    return new MethodExecutors(
        store,
        properties,
        values,
        new ExecutorListeners(listeners),
        customizers.orderedStream().toList(),
        executions,
        beans);
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static IdempotentPostProcessor semelIdempotentPostProcessor(Environment environment) {
    return new IdempotentPostProcessor(environment);
  }

  /** The store that {@code semel.store} names; all that is done with the bean is heard of. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(IdempotencyStore.class)
  static class OpenedStore {

    @Bean
    IdempotencyStore semelStore(
        SemelProperties properties, ObjectProvider<StoreListener> listeners) {
      return StoreInUse.observed(
          Stores.open(properties.store()), listeners.orderedStream().toList());
    }

    @Bean
    StoreInUse semelStoreInUse(IdempotencyStore store, SemelProperties properties) {
      // The scheme alone: the rest of the URI may have a password in it.
      String uri = properties.store();
      return new StoreInUse(uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT), store);
    }
  }

  /** The application's own; what the filter and the methods do with it is heard of. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(StoreInUse.class)
  static class GivenStore {

    @Bean
    StoreInUse semelStoreInUse(IdempotencyStore store, ObjectProvider<StoreListener> listeners) {
      return new StoreInUse(
          store.getClass().getSimpleName(),
          StoreInUse.observed(store, listeners.orderedStream().toList()));
    }
  }

  /** Boot 4's JSON. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "tools.jackson.databind.json.JsonMapper")
  @ConditionalOnBean(type = "tools.jackson.databind.json.JsonMapper")
  @ConditionalOnMissingBean(ValueFormat.class)
  static class Jackson3 {

    @Bean
    ValueFormat semelValueFormat(tools.jackson.databind.json.JsonMapper mapper) {
      return new Jackson3Format(mapper);
    }
  }

  /** Boot 3's JSON, which Boot 4 can have too. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "com.fasterxml.jackson.databind.ObjectMapper")
  @ConditionalOnBean(type = "com.fasterxml.jackson.databind.ObjectMapper")
  @ConditionalOnMissingBean(ValueFormat.class)
  static class Jackson2 {

    @Bean
    ValueFormat semelValueFormat(com.fasterxml.jackson.databind.ObjectMapper mapper) {
      return new Jackson2Format(mapper);
    }
  }

  /** No JSON. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(ValueFormat.class)
  static class NoJackson {

    @Bean
    ValueFormat semelValueFormat() {
      return new PlainFormat();
    }
  }
}
