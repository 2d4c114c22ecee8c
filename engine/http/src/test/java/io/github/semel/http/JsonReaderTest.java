package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  private static Optional<String> canonical(String json) {
    return JsonReader.read(json.getBytes(StandardCharsets.UTF_8))
        .map(
            value -> {
              StringBuilder out = new StringBuilder();
              value.write(out);
              return out.toString();
            });
  }

  @ParameterizedTest(name = "<{0}>")
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "1 => 1",
        "1.0 => 1",
        "10e-1 => 1",
        "0.1E+1 => 1",
        "-0.0 => 0",
        "0e999999999999999 => 0",
        "100 => 1e2",
        "1e2 => 1e2",
        "-12.340 => -1234e-2",
        "9007199254740993 => 9007199254740993",
        "1e000000000000000000003 => 1e3",
        "true => true",
        "` null ` => null",
        "{} => {}",
        "[] => []",
        "`{ \"b\" : [ 1 , 2 ] , \"a\" : { } }` => `{\"a\":{},\"b\":[1,2]}`",
        "`\"\\u00e9\\/\\n\"` => `\"é/\\u000a\"`",
        "`\"\\ud83d\\ude00\"` => `\"😀\"`",
        "`\"\\ud83d\"` => `\"\\ud83d\"`",
      })
  @DisplayName("what says the same reads the same")
  void canonicalForm(String json, String expected) {
    assertThat(canonical(json)).hasValue(expected);
    assertThat(canonical(expected)).as("read again").hasValue(expected);
  }

  @ParameterizedTest(name = "<{0}>")
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":1}",
        "{a:1}",
        "'a'",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "1e1234567890123456",
        "NaN",
        "tru",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "1 2",
        "// comment\n1",
        "[1 2]",
        "\uFEFF1"
      })
  @DisplayName("what is merely close is not JSON")
  void refused(String json) {
    assertThat(canonical(json)).isEmpty();
  }

  @Test
  @DisplayName("bytes that are not UTF-8 are not JSON")
  void notUtf8() {
    assertThat(JsonReader.read(new byte[] {'"', (byte) 0xC3, '"'})).isEmpty();
  }

  @Test
  @DisplayName("nesting has a bound, so that no body runs the stack over")
  void depth() {
    int most = JsonReader.MAX_DEPTH;
    assertThat(canonical("[".repeat(most) + "]".repeat(most))).isPresent();
    assertThat(canonical("[".repeat(most + 1) + "]".repeat(most + 1))).isEmpty();
    assertThat(canonical("[".repeat(500_000))).isEmpty();
  }

  @Property(tries = 500)
  @Label("any text comes back as it was")
  void texts(@ForAll String text) {
    String quoted = JsonText.quoted(text);
    assertThat(canonical(quoted)).hasValue(quoted);
  }

  @Property(tries = 500)
  @Label("two numbers are one exactly when their values are")
  void numbers(@ForAll long unscaled, @ForAll byte scale) {
    java.math.BigDecimal number = java.math.BigDecimal.valueOf(unscaled, scale);
    assertThat(canonical(number.toString())).isEqualTo(canonical(number.toPlainString()));
    java.math.BigDecimal next = number.add(java.math.BigDecimal.ONE.scaleByPowerOfTen(-scale));
    assertThat(canonical(number.toString())).isNotEqualTo(canonical(next.toString()));
  }
}
