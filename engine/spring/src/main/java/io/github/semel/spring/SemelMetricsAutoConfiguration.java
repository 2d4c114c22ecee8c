package io.github.semel.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters, where there is Micrometer. Every registry that binds meters gets them. */
@AutoConfiguration(after = SemelAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
public class SemelMetricsAutoConfiguration {

  @Bean
  StoreMeters semelMeters(ObjectProvider<StoreInUse> store) {
    return new StoreMeters(store::getObject);
  }
}
