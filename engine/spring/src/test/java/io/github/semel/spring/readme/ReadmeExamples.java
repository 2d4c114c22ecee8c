package io.github.semel.spring.readme;

import io.github.semel.executor.FailurePolicy;
import io.github.semel.spring.CurrentExecution;
import io.github.semel.spring.Idempotent;
import io.github.semel.spring.MethodExecutorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The code in the README of this module, as it compiles. */
final class ReadmeExamples {

  private ReadmeExamples() {}

  record Order(String id, int amount) {}

  record Payment(String id) {}

  interface Gateway {

    Payment charge(String key, int amount);
  }

  static final class CardDeclined extends RuntimeException {

    private static final long serialVersionUID = 1L;

    byte[] toBytes() {
      return new byte[0];
    }
  }

  @RestController
  static class PaymentController {

    @PostMapping("/payments")
    @Idempotent
    Payment pay(@RequestBody Order order) {
      return payments.charge(order);
    }

    private final Payments payments;

    PaymentController(Payments payments) {
      this.payments = payments;
    }
  }

  static class Payments {

    private final Gateway gateway;

    Payments(Gateway gateway) {
      this.gateway = gateway;
    }

    @Idempotent(key = "#order.id", ttl = "48h")
    public Payment charge(Order order) {
      String downstream = CurrentExecution.get().orElseThrow().ticket().downstreamKey("charge");
      return gateway.charge(downstream, order.amount());
    }
  }

  static class Configuration {

    @Bean
    MethodExecutorCustomizer settled() {
      return (method, builder) ->
          builder.failures(
              FailurePolicy.standard().recording(CardDeclined.class, CardDeclined::toBytes));
    }
  }
}
