package io.github.semel.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.InvalidArgumentException;
import io.github.semel.example.gateway.ChargeOrder;
import io.github.semel.example.gateway.Gateway;
import io.github.semel.example.gateway.GatewayClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests count by. */
class GatewayTest {

  @TempDir Path folder;

  private Gateway start() throws IOException {
    return Gateway.start(
        Main.loopback(0), folder.resolve("charges"), Duration.ZERO, Optional::empty);
  }

  private static GatewayClient client(Gateway gateway) {
    return new GatewayClient(
        URI.create("http://127.0.0.1:" + gateway.port() + "/"), Duration.ofSeconds(10));
  }

  private static ChargeOrder order(String key) {
    return new ChargeOrder(
        key,
        "shop",
        "pay_" + key,
        "tea – für zwei",
        new BigDecimal("1.50"),
        "EUR",
        "c",
        Instant.EPOCH);
  }

  @Test
  @DisplayName("who asks twice is charged twice: it does not deduplicate")
  void doesNotDeduplicate() throws IOException {
    try (Gateway gateway = start()) {
      client(gateway).charge(order("a"));
      client(gateway).charge(order("a"));
      assertThat(gateway.summary()).isEqualTo(new Gateway.Summary(2, 2, 0, 0));
    }
  }

  @Test
  @DisplayName("its address is one of HTTP, with or without a slash at its end")
  void address() throws IOException {
    for (String address : List.of("nonsense", "ftp://127.0.0.1/", "http:8081")) {
      assertThatThrownBy(() -> new GatewayClient(URI.create(address), Duration.ofSeconds(10)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining(address);
    }
    try (Gateway gateway = start()) {
      URI bare = URI.create("http://127.0.0.1:" + gateway.port());
      new GatewayClient(bare, Duration.ofSeconds(10)).charge(order("a"));
      assertThat(gateway.summary()).isEqualTo(new Gateway.Summary(1, 1, 0, 0));
    }
  }

  @Test
  @DisplayName("its record survives it, but for a charge that was never whole")
  void remembers() throws IOException {
    try (Gateway gateway = start()) {
      client(gateway).charge(order("a"));
      client(gateway).charge(order("b"));
    }
    Path file = folder.resolve("charges");
    Files.writeString(file, "{\"order\":", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    try (Gateway gateway = start()) {
      assertThat(client(gateway).findByKey("a").orElseThrow().order()).isEqualTo(order("a"));
      assertThat(client(gateway).findByPayment("pay_b")).isPresent();
      assertThat(client(gateway).findByKey("c")).isEmpty();
      client(gateway).charge(order("c"));
    }
    try (Gateway gateway = start()) {
      assertThat(gateway.charges()).extracting(c -> c.order().key()).containsExactly("a", "b", "c");
    }
  }
}
