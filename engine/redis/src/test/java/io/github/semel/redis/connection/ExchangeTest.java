package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many calls are one run of a script: the server serves nobody else while it lasts. */
class ExchangeTest {

  private final Script script = new Script("of many keys", true);

  private List<Call> calls(int count, int bytes) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> Call.script(script, new byte[] {'k'}, true, null, Call.NOTHING, new byte[bytes]))
        .toList();
  }

  private static List<Integer> runs(List<Call> calls, boolean manyKeys) {
    Exchange exchange = new Exchange(calls);
    List<Integer> sizes = new ArrayList<>();
    for (List<Call> run = exchange.next(manyKeys); !run.isEmpty(); run = exchange.next(manyKeys)) {
      sizes.add(run.size());
    }
    return sizes;
  }

  @Test
  @DisplayName("a run has so many calls at most")
  void mostCalls() {
    assertThat(runs(calls(70, 100), true)).containsExactly(32, 32, 6);
    assertThat(runs(calls(3, 100), false)).containsExactly(1, 1, 1);
    assertThat(runs(List.of(), true)).isEmpty();
  }

  @Test
  @DisplayName("a run has so many bytes at most, but for one call that has more")
  void mostBytes() {
    assertThat(runs(calls(5, 30_000), true)).containsExactly(2, 2, 1);
    List<Call> calls = new ArrayList<>(calls(2, 100));
    calls.addAll(calls(2, 1 << 20));
    calls.addAll(calls(2, 100));
    assertThat(runs(calls, true)).containsExactly(2, 1, 1, 2);
  }
}
