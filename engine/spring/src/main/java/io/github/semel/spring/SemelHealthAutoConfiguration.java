package io.github.semel.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whether the store answers, as the health of the application; Boot 4 has that elsewhere. */
@AutoConfiguration(after = SemelAutoConfiguration.class)
public class SemelHealthAutoConfiguration {

  /** Where Boot 3 has it. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator(
      "semel")
  static class Boot3 {

    @Bean
    org.springframework.boot.actuate.health.HealthIndicator semelHealthIndicator(StoreInUse store) {
      return () -> {
        var health = org.springframework.boot.actuate.health.Health.up();
        try {
          return health.withDetails(StoreProbe.details(store)).build();
        } catch (RuntimeException e) {
          return health.down(e).withDetail("store", store.name()).build();
        }
      };
    }
  }

  /** Where Boot 4 has it. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator(
      "semel")
  static class Boot4 {

    @Bean
    org.springframework.boot.health.contributor.HealthIndicator semelHealthIndicator(
        StoreInUse store) {
      return () -> {
        var health = org.springframework.boot.health.contributor.Health.up();
        try {
          return health.withDetails(StoreProbe.details(store)).build();
        } catch (RuntimeException e) {
          return health.down(e).withDetail("store", store.name()).build();
        }
      };
    }
  }
}
