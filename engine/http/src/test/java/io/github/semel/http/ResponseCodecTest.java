package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResponseCodecTest {

  private static final ResponseCodec CODEC = ResponseCodec.INSTANCE;

  @Property(tries = 300)
  @Label("any response comes back as it was, in no more bytes than were foretold")
  void roundTrip(
      @ForAll StoredResponse.Kind kind,
      @ForAll @IntRange(min = 200, max = 999) int status,
      @ForAll byte[] body)
      throws Exception {
    StoredResponse response =
        new StoredResponse(
            kind,
            status,
            List.of(new HeaderLine("Location", "/é/€"), new HeaderLine("Link", "")),
            body);
    byte[] bytes = CODEC.encode(response);
    assertThat(CODEC.decode(bytes)).isEqualTo(response);
    assertThat((long) bytes.length).isLessThanOrEqualTo(ResponseCodec.maxLength(response));
  }

  @Test
  @DisplayName("the layout is what the comment draws")
  void layout() {
    byte[] bytes = StoredResponse.of(404, Map.of("A", "b"), new byte[] {9}).toOutcome().bytes();
    assertThat(bytes)
        .containsExactly(1, 0, 404 >> 8, 404 & 0xFF, 0, 1, 0, 1, 'A', 0, 0, 0, 1, 'b', 9);
  }

  @Test
  @DisplayName("damaged bytes and those of a newer format are refused, wherever they are cut")
  void damaged() {
    byte[] bytes = CODEC.encode(StoredResponse.of(200, Map.of("A", "b"), new byte[0]));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CODEC.decode(cut)).isInstanceOf(UnreadableResponseException.class);
    }
    for (int at : new int[] {0, 1, 2, 6, 9}) {
      byte[] wrong = bytes.clone();
      wrong[at] = 0x7F;
      assertThatThrownBy(() -> CODEC.decode(wrong)).isInstanceOf(UnreadableResponseException.class);
    }
  }

  @Test
  @DisplayName("what belongs to one client, connection or sending can be put on no list")
  void neverKept() {
    // The last is equal to one of them where case does not count, though not in lower case.
    for (String name :
        Set.of(
            "Set-Cookie", "authorization", "CONNECTION", "Transfer-Encoding", "Set-Cook\u0131e")) {
      assertThatThrownBy(
              () -> HttpIdempotency.builder(ConcurrentHashMapStore.create()).storedHeaders(name))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  @DisplayName("bad options are refused when they are given")
  void options() {
    HttpIdempotencyBuilder builder = HttpIdempotency.builder(ConcurrentHashMapStore.create());
    assertThatThrownBy(() -> builder.methods("GET")).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> builder.methods("POST", "patch"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("capitals");
    assertThatThrownBy(() -> builder.maxRequestBytes(-1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> KeyFormat.length(1, KeyFormat.MAX_LENGTH + 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> RequestContent.jsonFields("amount"))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> MissingKey.derive(Limits.MAX_TTL.plusNanos(1)))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
