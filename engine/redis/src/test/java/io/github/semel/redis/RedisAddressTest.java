package io.github.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.InvalidArgumentException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as text, and what is none. */
class RedisAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:6379",
        "redis-1.shop_x.svc:06379",
        "[::1]",
        "[::1]:6379",
        "[fe80::1%eth0]:6379",
        "10.0.0.1:6379"
      })
  @DisplayName("addresses are read as they are written")
  void reads(String text) {
    RedisAddress address = RedisAddress.parse(text, 6379);
    assertThat(address.port()).isEqualTo(6379);
    assertThat(text.replace("[", "")).startsWith(address.host());
    assertThat(RedisAddress.parse(address.toString(), 1)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":6379",
        "h:",
        "h:0",
        "h:65536",
        "h:000080",
        "h:99999999999",
        "h:+80",
        "h:-80",
        "h:٣",
        "h:80:80",
        "[::1]7000",
        "[::1]junk:7000",
        "[::1]:",
        "[::1]]:7000",
        "[[::1]]",
        "[h]x",
        "[h]",
        "[abc",
        "abc]",
        "[]",
        "[]:7000",
        "::1",
        "::1:7000",
        "a b:1",
        " ",
        "h ",
        " h:1",
        "h\n",
        "h: 1",
        "a\u00a0b",
        "u@h:1"
      })
  @DisplayName("text that is no address is refused, with the forms that are")
  void refuses(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text, 6379))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("address must be ")
        .hasMessageContaining("[ipv6]:port")
        .hasMessageContaining("1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "::1", "fe80::1%eth0", "10.0.0.1", "bücher.example"})
  @DisplayName("a host is a name or an IP address, of IPv6 as it is")
  void hosts(String host) {
    assertThat(new RedisAddress(host, 1).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "h\t",
        "a\u00a0b",
        "[::1]",
        "[h",
        "h]",
        "u@h",
        "?",
        "h1,h2",
        "a%40b",
        "a/b",
        "a=b",
        "1%2:"
      })
  @DisplayName("a host that can be none is refused")
  void noHosts(String host) {
    assertThatThrownBy(() -> new RedisAddress(host, 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith(
            "host must be a name of letters, digits, . - and _, or an IP address")
        .hasMessageEndingWith("but is \"" + host.replaceFirst(".*@", "…@") + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"u:s3cret@h:1", "u:s3cret@", "s3cret@h"})
  @DisplayName("what may be a password before an address is not shown")
  void secrets(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text, 1)).hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> new RedisAddress(text, 1)).hasMessageNotContaining("s3cret");
  }
}
