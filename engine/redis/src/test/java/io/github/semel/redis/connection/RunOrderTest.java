package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** In which order the calls of an exchange are written. */
class RunOrderTest {

  private final Script claim = new Script("claim", true);
  private final Script complete = new Script("complete", true);
  private final RunOrder order = new RunOrder();

  private static Call call(Script script, String common) {
    byte[][] shared = {common.getBytes(StandardCharsets.UTF_8)};
    return Call.script(script, new byte[] {'k'}, true, null, shared);
  }

  private static Call plain() {
    return Call.on(new byte[] {'k'}, new CommandArguments(Protocol.Command.ECHO).add("x"));
  }

  private Call add(Call call) {
    order.add(List.of(call));
    return call;
  }

  @Test
  @DisplayName("what can be one run is together, in the order in which it came")
  void together() {
    Call claim1 = add(call(claim, "a"));
    Call complete1 = add(call(complete, "a"));
    Call claim2 = add(call(claim, "a"));
    Call other = add(call(claim, "b"));
    Call complete2 = add(call(complete, "a"));
    Call claim3 = add(call(claim, "a"));
    assertThat(order.calls()).containsExactly(claim1, claim2, claim3, complete1, complete2, other);
    assertThat(order.size()).isEqualTo(6);
  }

  @Test
  @DisplayName("what can be in no run with others stays by itself")
  void alone() {
    Script single = new Script("single");
    Call plain1 = add(plain());
    Call single1 = add(call(single, "a"));
    Call plain2 = add(plain());
    Call single2 = add(call(single, "a"));
    Call refused = call(claim, "a");
    refused.sendAlone();
    Call claim1 = add(call(claim, "a"));
    add(refused);
    Call claim2 = add(call(claim, "a"));
    assertThat(order.calls())
        .containsExactly(plain1, single1, plain2, single2, claim1, claim2, refused);
  }

  @Test
  @DisplayName("the calls of one caller stay in their order, for they may be for one key")
  void oneCaller() {
    Call before = add(call(claim, "b"));
    List<Call> several =
        new ArrayList<>(
            List.of(call(claim, "a"), call(claim, "b"), call(claim, "a"), call(complete, "a")));
    List<Call> all = List.copyOf(several);
    order.add(several);
    Call sameAsBefore = add(call(claim, "b"));
    Call sameAsFirst = add(call(claim, "a"));
    assertThat(order.calls())
        .containsExactly(
            before, sameAsBefore, all.get(0), all.get(1), all.get(2), all.get(3), sameAsFirst);
  }

  @Test
  @DisplayName("of more kinds than are compared none is lost")
  void manyKinds() {
    for (int round = 0; round < 2; round++) {
      for (int kind = 0; kind < 20; kind++) {
        add(call(claim, "kind " + kind));
      }
    }
    assertThat(order.calls()).hasSize(40).doesNotHaveDuplicates();
    assertThat(order.isEmpty()).isFalse();
    assertThat(new RunOrder().isEmpty()).isTrue();
    assertThat(new RunOrder().calls()).isEmpty();
  }
}
