package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredStringTest {

  @Property(tries = 500)
  @Label("what is written is what is read")
  void roundTrip(@ForAll @CharRange(from = ' ', to = '~') String text) {
    assertThat(StructuredString.parse(StructuredString.write(text))).hasValue(text);
  }

  @ParameterizedTest(name = "<{0}>")
  @ValueSource(
      strings = {
        "\"k\"",
        " \"k\"  ",
        "\"k\";a",
        "\"k\"; a=1;b=-1.5;c=\"x\\\"\";d=tok/en;e=:YWJj:;f=?1;*g=*"
      })
  @DisplayName("parameters may follow, and say nothing")
  void parameters(String field) {
    assertThat(StructuredString.parse(field)).hasValue("k");
  }

  @ParameterizedTest(name = "<{0}>")
  @ValueSource(
      strings = {
        "k",
        "\"k",
        "k\"",
        "\"k\"x",
        "\"k\",\"l\"",
        "\"k\" ;a",
        "\"k\";A",
        "\"k\";a=",
        "\"\\k\"",
        "\"k\u00e9\"",
        "\"k\t\"",
        "\"k\";a=1234567890123456",
        "\"k\";a=?2",
        ""
      })
  @DisplayName("anything else is no String")
  void refused(String field) {
    assertThat(StructuredString.parse(field)).isEmpty();
  }

  @Test
  @DisplayName("the longest header that is looked at does not run the stack over")
  void longest() {
    assertThat(StructuredString.parse('"' + "\\\"".repeat(1_000) + '"')).isPresent();
    assertThat(StructuredString.parse("\"k\"" + ";a".repeat(1_000))).isPresent();
    assertThat(StructuredString.parse('"' + "a".repeat(2_000))).isEmpty();
  }
}
