package io.github.semel.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A body that is held back")
class HeldBodyTest {

  private static final int LIMIT = 600;

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final HeldBody body = new HeldBody(LIMIT, () -> wire);

  private void write(String text) throws IOException {
    body.write(text.getBytes(UTF_8));
  }

  @Test
  @DisplayName("gives bytes away that nothing written later changes")
  void givenAway() throws IOException {
    write("one");
    byte[] first = body.bytes();
    body.reset();
    write("two");
    byte[] second = body.bytes();
    write("three");

    assertThat(first).asString(UTF_8).isEqualTo("one");
    assertThat(second).asString(UTF_8).isEqualTo("two");
    assertThat(body.bytes()).asString(UTF_8).isEqualTo("twothree");
  }

  @Test
  @DisplayName("is whole up to the limit, in however many pieces")
  void pieces() throws IOException {
    for (int i = 0; i < LIMIT; i++) {
      body.write('a' + i % 26);
    }

    assertThat(body.length()).isEqualTo(LIMIT);
    assertThat(body.isStreamed()).isFalse();
    byte[] held = body.bytes();
    body.writeTo(wire);
    assertThat(wire.toByteArray()).isEqualTo(held).hasSize(LIMIT).startsWith('a', 'b', 'c');
  }

  @Test
  @DisplayName("goes out in order from the byte on that is one too many")
  void streamed() throws IOException {
    write("x".repeat(LIMIT));
    write("y");
    write("z");

    assertThat(body.isStreamed()).isTrue();
    assertThat(body.length()).isZero();
    assertThat(wire.toString(UTF_8)).isEqualTo("x".repeat(LIMIT) + "yz");
  }
}
