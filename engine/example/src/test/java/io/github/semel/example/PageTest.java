package io.github.semel.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.semel.example.gateway.GatewayFault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The page, and what it shows. */
class PageTest {

  private TestService service;

  @BeforeEach
  void start() throws IOException {
    service = TestService.create();
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  private JsonNode status() throws IOException {
    return TestService.json(service.get("status"));
  }

  @Test
  @DisplayName("the page needs nothing from elsewhere, and may load nothing")
  void selfContained() throws IOException {
    HttpResponse<String> page = service.get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
    assertThat(page.body()).doesNotContain("http:", "https:", "src=", "href=", "innerHTML");
  }

  @Test
  @DisplayName("every number that the page has a place for is in the status")
  void fields() throws IOException {
    service.pay("k", "order-1");
    String page = service.get("").body();
    JsonNode status = status();
    Matcher place = Pattern.compile("<dd id=\"(\\w+)\">").matcher(page);
    List<String> places = place.results().map(found -> found.group(1)).toList();
    assertThat(places).hasSize(8).contains("charges");
    for (String name : places) {
      JsonNode number =
          name.equals("charges")
              ? status.path("gateway").path(name)
              : status.path("live").path(name);
      assertThat(number.isNumber()).as(name).isTrue();
    }
    Matcher column = Pattern.compile("line\\.(\\w+)").matcher(page);
    assertThat(column.results().map(found -> found.group(1)).distinct())
        .containsExactlyInAnyOrder("key", "state", "attempt", "replays", "conflicts")
        .allSatisfy(
            name -> assertThat(status.path("live").path("keys").path(0).has(name)).isTrue());
  }

  @Test
  @DisplayName("it shows claims, replays, conflicts and doubts, and charges against requests")
  void counts() throws IOException {
    service.pay("a", "order-1");
    service.pay("a", "order-1");
    service.pay("a", "order-2"); // the key belongs to another payment
    service.order(GatewayFault.REPLY_LOST);
    service.pay("b", "order-3");
    JsonNode live = status().path("live");
    assertThat(live.path("requests").longValue()).isEqualTo(4);
    assertThat(live.path("claims").longValue()).isEqualTo(2);
    assertThat(live.path("replays").longValue()).isEqualTo(1);
    assertThat(live.path("conflicts").longValue()).isEqualTo(1);
    assertThat(live.path("inDoubt").longValue()).isEqualTo(1);
    assertThat(live.path("keys").path(0).path("state").textValue()).isEqualTo("in doubt");
    service.pay("b", "order-3");
    JsonNode status = status();
    assertThat(status.path("live").path("inDoubt").longValue()).isZero();
    assertThat(status.path("live").path("settledAsCharged").longValue()).isEqualTo(1);
    JsonNode line = status.path("live").path("keys").path(0);
    assertThat(line.path("state").textValue()).isEqualTo("recorded");
    assertThat(line.path("attempt").intValue()).isEqualTo(2);
    assertThat(status.path("gateway").path("charges").longValue()).isEqualTo(2);
  }

  @Test
  @DisplayName("it shows the latest keys, and no more than it has room for")
  void bounded() throws IOException {
    for (int i = 0; i <= LiveKeys.SHOWN; i++) {
      service.pay("k" + i, "order");
    }
    JsonNode keys = status().path("live").path("keys");
    assertThat(keys).hasSize(LiveKeys.SHOWN);
    assertThat(keys.path(0).path("key").textValue()).endsWith("k" + LiveKeys.SHOWN);
  }

  @Test
  @DisplayName("without the gateway it shows what it can")
  void withoutGateway() throws IOException {
    service.gateway().close();
    JsonNode status = status();
    assertThat(status.path("live").path("requests").isNumber()).isTrue();
    assertThat(status.has("gateway")).isFalse();
  }
}
