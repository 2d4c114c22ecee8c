package io.github.semel.spring;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreListener;
import io.github.semel.Stores;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the store comes from; imported in this order, which nested classes would not keep. */
final class StoreConfigurations {

  private StoreConfigurations() {}

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
}
