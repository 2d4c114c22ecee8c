package io.github.semel.spring;

import io.github.semel.executor.ExecutorListener;
import io.github.semel.http.CallerScope;
import io.github.semel.http.ErrorProfile;
import io.github.semel.http.HttpIdempotency;
import io.github.semel.http.HttpIdempotencyBuilder;
import io.github.semel.http.HttpListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.URI;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * The servlet filter for requests with idempotency keys, and {@link Idempotent} on controllers.
 *
 * <p>A bean of {@link CallerScope}, {@link ErrorProfile} or {@link HttpListener} goes before what
 * the properties say; {@link HttpIdempotencyCustomizer} beans change the rest.
 */
@AutoConfiguration(after = SemelAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(Filter.class)
@ConditionalOnProperty(name = "semel.http.enabled", matchIfMissing = true)
public class SemelHttpAutoConfiguration {

  /** The README of {@code semel-http}, whose headings are the kinds of problems. */
  private static final URI DOCUMENTATION =
      URI.create("https://github.com/semel/semel/blob/main/engine/http/README.md");

  @Bean
  @ConditionalOnMissingBean
  HttpIdempotency semelHttpIdempotency(
      StoreInUse store,
      SemelProperties properties,
      ObjectProvider<CallerScope> scope,
      ObjectProvider<ErrorProfile> errors,
      ObjectProvider<HttpListener> listener,
      ObjectProvider<ExecutorListener> executorListeners,
      ObjectProvider<HttpIdempotencyCustomizer> customizers) {
    HttpIdempotencyBuilder builder = HttpIdempotency.builder(store.store());
    HttpRules.apply(properties, builder);
    builder.executorListener(new ExecutorListeners(executorListeners));
    scope.ifUnique(builder::scope);
    errors.ifUnique(builder::errors);
    listener.ifUnique(builder::listener);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  @Bean
  @ConditionalOnMissingBean(name = "semelFilterRegistration")
  FilterRegistrationBean<Filter> semelFilterRegistration(
      HttpIdempotency idempotency, SemelProperties properties, Executions executions) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(new ExecutionFilter(idempotency, executions));
    registration.setName("idempotency");
    registration.setUrlPatterns(properties.http().urlPatterns());
    registration.setOrder(properties.http().filterOrder());
    registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    registration.setAsyncSupported(true);
    return registration;
  }

  /** What is in front of the controllers of Spring MVC. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(WebMvcConfigurer.class)
  static class Controllers {

    @Bean
    WebMvcConfigurer semelKeyRequirement(
        SemelProperties properties, ObjectProvider<ErrorProfile> errors) {
      SemelProperties.Http http = properties.http();
      ErrorProfile unique = errors.getIfUnique();
      URI documentation = http.documentation();
      KeyRequirement requirement =
          new KeyRequirement(
              http,
              unique == null ? HttpRules.errors(http) : unique,
              documentation == null ? DOCUMENTATION : documentation);
      return new WebMvcConfigurer() {
        @Override
        public void addInterceptors(InterceptorRegistry registry) {
          registry.addInterceptor(requirement);
        }
      };
    }

    @Bean
    KeyRequirementCheck semelKeyRequirementCheck(
        SemelProperties properties, ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
      return new KeyRequirementCheck(properties.http().methods(), mappings);
    }
  }
}
