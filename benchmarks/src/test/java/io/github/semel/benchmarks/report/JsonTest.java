package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JSON")
class JsonTest {

  @Test
  @DisplayName("is read whole")
  void reads() {
    Json json =
        Json.parse(" {\"a\" : [1, -2.5e3, true, null], \"b\":{\"c\":\"x\\n\\u00e9\"}, \"d\":[]} ");

    assertThat(json.get("a").items().get(1).number()).isEqualTo(-2_500);
    assertThat(json.get("b").get("c").text()).isEqualTo("x\né");
    assertThat(json.get("d").items()).isEmpty();
    assertThat(json.members().keySet()).containsExactly("a", "b", "d");
    assertThat(json.has("e")).isFalse();
  }

  @Test
  @DisplayName("strings that were quoted read as they were")
  void quotes() {
    String text = "a \"b\" \\ \t ± ü";
    assertThat(Json.parse(Json.quote(text)).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1", "{\"a\" 1}", "\"x", "nul", "1 2"})
  @DisplayName("that is broken is refused")
  void refuses(String broken) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(broken));
  }

  @Test
  @DisplayName("of another kind than expected is refused")
  void refusesOtherKind() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("1").text());
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("{}").get("a"));
  }
}
