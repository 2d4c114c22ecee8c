package io.github.semel.spring;

import io.github.semel.StoreListener;
import io.github.semel.executor.ExecutorListener;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
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
  StoreConfigurations.OpenedStore.class,
  StoreConfigurations.GivenStore.class,
  FormatConfigurations.Jackson3.class,
  FormatConfigurations.Jackson2.class,
  FormatConfigurations.NoJackson.class
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
}
