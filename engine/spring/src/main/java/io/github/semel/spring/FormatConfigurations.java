package io.github.semel.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How results are written; imported in this order, which nested classes would not keep. */
final class FormatConfigurations {

  private FormatConfigurations() {}

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
