package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Which calls go together. */
class BacklogTest {

  private final Deadlines deadlines = new Deadlines();
  private final Backlog backlog = new Backlog();

  @AfterEach
  void close() {
    deadlines.close();
  }

  private List<Call> add(int calls, int size) {
    Gathering gathering = new Gathering(calls, deadlines);
    List<Call> added = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      Call call = LaneFixture.call("call " + i, size);
      call.begin(gathering);
      added.add(call);
    }
    backlog.add(added, calls == 1 ? gathering : null);
    return added;
  }

  private int takeAndAnswer() {
    Exchange exchange = new Exchange(backlog.take().calls());
    backlog.ended(exchange);
    return exchange.size();
  }

  private int takeAndFail(Exception cause) {
    Exchange exchange = new Exchange(backlog.take().calls());
    exchange.fail(new JedisConnectionException(cause));
    backlog.ended(exchange);
    return exchange.size();
  }

  private int takeAndTimeOut() {
    return takeAndFail(new SocketTimeoutException("in a test"));
  }

  @Test
  @DisplayName("many calls of one caller are taken in their order, as many at a time as may be")
  void inParts() {
    List<Call> before = add(2, 0);
    List<Call> many = add(2 * Backlog.MOST_CALLS, 0);
    List<Call> after = add(1, 0);

    List<Call> taken = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    while (!backlog.isEmpty()) {
      Backlog.Next next = backlog.take();
      taken.addAll(next.calls());
      sizes.add(next.calls().size());
    }

    List<Call> all = new ArrayList<>(before);
    all.addAll(many);
    all.addAll(after);
    assertThat(taken).isEqualTo(all);
    assertThat(sizes).containsExactly(Backlog.MOST_CALLS, Backlog.MOST_CALLS, 3);
  }

  @Test
  @DisplayName("large calls of one caller go in several parts, and one that is too large by itself")
  void byBytes() {
    add(3, Backlog.MOST_BYTES * 2 / 5);
    add(1, 2 * Backlog.MOST_BYTES);
    add(1, 0);

    List<Integer> sizes = new ArrayList<>();
    while (!backlog.isEmpty()) {
      sizes.add(backlog.take().calls().size());
    }

    assertThat(sizes).containsExactly(2, 1, 1, 1);
  }

  @Test
  @DisplayName("a caller takes what is small enough, and of nobody's calls a part")
  void whole() {
    List<Call> small = add(2, 100);
    List<Call> large = add(2, 300);

    assertThat(backlog.takeWhole(500).calls()).isEqualTo(small);
    assertThat(backlog.takeWhole(500).calls()).isEmpty();
    assertThat(backlog.take().calls()).isEqualTo(large);
  }

  @Test
  @DisplayName("the first who may lead is named, and bytes are those that are written")
  void leader() {
    List<Call> several = add(2, 10);
    List<Call> first = add(1, 20);
    add(1, 30);
    assertThat(several.get(0).abandon()).isTrue();

    Backlog.Next next = backlog.take();

    assertThat(next.leader()).isSameAs(first.get(0).gathering());
    assertThat(next.bytes()).isEqualTo(60);
    assertThat(next.calls()).hasSize(3);
  }

  @Test
  @DisplayName("what is not answered in time goes half as many at a time, down to one")
  void halved() {
    add(600, 0);
    assertThat(takeAndTimeOut()).isEqualTo(256);
    assertThat(takeAndTimeOut()).isEqualTo(128);
    add(5, 0);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sizes.add(takeAndTimeOut());
    }
    assertThat(sizes).containsExactly(64, 32, 16, 8, 4, 2, 1, 1);
  }

  @Test
  @DisplayName("it is the size of the exchange that is halved, not what it might have had")
  void halfOfWhatItHad() {
    add(6, 0);
    takeAndTimeOut();
    add(10, 0);
    assertThat(takeAndAnswer()).isEqualTo(3);
  }

  @Test
  @DisplayName("with each exchange that is as large as may be and answered there is a quarter more")
  void grows() {
    add(4, 0);
    takeAndTimeOut();
    add(1, 0);
    assertThat(takeAndAnswer()).isEqualTo(1);
    add(300 * Backlog.MOST_CALLS, 0);
    for (int size = 2; size < Backlog.MOST_CALLS; size += 1 + size / 4) {
      assertThat(takeAndAnswer()).isEqualTo(size);
    }
    assertThat(takeAndAnswer()).isEqualTo(Backlog.MOST_CALLS);
    assertThat(takeAndAnswer()).isEqualTo(Backlog.MOST_CALLS);
  }

  @Test
  @DisplayName("a connection that broke says nothing about the size")
  void broken() {
    add(6, 0);
    takeAndFail(new IOException("in a test"));
    add(10, 0);
    assertThat(takeAndAnswer()).isEqualTo(10);
  }

  @Test
  @DisplayName("what is refused was not taken")
  void refused() {
    List<Call> calls = add(300, 0);
    List<Call> taken = backlog.take().calls();

    backlog.refuse(new JedisConnectionException("in a test"));

    assertThat(backlog.isEmpty()).isTrue();
    assertThat(taken).noneMatch(Call::settled);
    assertThat(calls.subList(256, 300)).allMatch(Call::settled).noneMatch(Call::sent);
  }
}
