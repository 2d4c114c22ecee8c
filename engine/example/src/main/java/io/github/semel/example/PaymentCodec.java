package io.github.semel.example;

import io.github.semel.example.web.Json;
import io.github.semel.executor.Codec;
import java.io.IOException;

/** Payments as they are recorded by the executor: in JSON. */
final class PaymentCodec implements Codec<Payment> {

  @Override
  public byte[] encode(Payment payment) {
    return Json.bytes(payment);
  }

  @Override
  public Payment decode(byte[] bytes) throws IOException {
    return Json.MAPPER.readValue(bytes, Payment.class);
  }
}
