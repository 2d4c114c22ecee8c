package io.github.semel.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExpiryWheelTest {

  private static final long TICK = 1_024;

  /** Something with a time at which it is due. */
  private record Item(int number, long filedAt, long deadline) {

    /** The bound that the wheel promises: a seventh of the time filed for, and two ticks. */
    long latest() {
      return deadline + (deadline - filedAt) / 7 + 2 * TICK;
    }
  }

  @Property(tries = 300)
  void everyItemComesOutOnceNeverEarlyAndNeverLate(@ForAll long seed) {
    Random random = new Random(seed);
    ExpiryWheel<Item> wheel = new ExpiryWheel<>();
    long now = random.nextLong(1L << 52);
    Set<Item> filed = new HashSet<>();
    for (int step = 0; step < 400; step++) {
      // Spans from microseconds to centuries, evenly over their orders of magnitude.
      long span = random.nextLong(1L << random.nextInt(1, 52));
      if (random.nextInt(3) > 0) {
        Item item = new Item(step, now, now + span);
        wheel.file(item, now, item.deadline());
        filed.add(item);
      } else {
        now += span;
        for (Item item = wheel.poll(now); item != null; item = wheel.poll(now)) {
          assertThat(filed.remove(item)).as("%s filed and not yet out", item).isTrue();
          assertThat(item.deadline()).isLessThanOrEqualTo(now);
        }
        long polledAt = now;
        assertThat(filed).allMatch(item -> item.latest() > polledAt);
      }
      assertThat(wheel.size()).isEqualTo(filed.size());
    }
  }

  @Property(tries = 300)
  void examiningFindsEverythingThatIsDueToTheMicrosecond(@ForAll long seed) {
    Random random = new Random(seed);
    ExpiryWheel<Item> wheel = new ExpiryWheel<>();
    long[] now = {random.nextLong(1L << 52)};
    Set<Item> filed = new HashSet<>();
    for (int step = 0; step < 200; step++) {
      long span = random.nextLong(1L << random.nextInt(1, 45));
      if (random.nextInt(3) > 0) {
        Item item = new Item(step, now[0], now[0] + span);
        wheel.file(item, now[0], item.deadline());
        filed.add(item);
      } else {
        now[0] += span;
        for (Item item = wheel.poll(now[0]); item != null; item = wheel.poll(now[0])) {
          filed.remove(item);
        }
        wheel.examineStarted(
            now[0],
            item -> {
              if (item.deadline() <= now[0]) {
                assertThat(filed.remove(item)).isTrue();
              } else {
                wheel.file(item, now[0], item.deadline());
              }
            });
        assertThat(filed).allMatch(item -> item.deadline() > now[0]);
      }
      assertThat(wheel.size()).isEqualTo(filed.size());
    }
  }

  @Property(tries = 200)
  void aWheelThatIsRarelyPolledLosesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    ExpiryWheel<Item> wheel = new ExpiryWheel<>();
    long now = 0;
    int filed = 0;
    int out = 0;
    for (int step = 0; step < 500; step++) {
      now += random.nextLong(1L << random.nextInt(1, 30));
      Item item = new Item(step, now, now + random.nextLong(1L << random.nextInt(1, 30)));
      wheel.file(item, now, item.deadline());
      filed++;
      if (random.nextInt(20) == 0 && wheel.poll(now) != null) {
        out++;
      }
    }
    while (wheel.poll(Long.MAX_VALUE >> 1) != null) {
      out++;
    }
    assertThat(out).isEqualTo(filed);
    assertThat(wheel.size()).isZero();
  }

  @Test
  @DisplayName("an item may be filed again while its slot is being emptied")
  void filedWhileDraining() {
    ExpiryWheel<String> wheel = new ExpiryWheel<>();
    for (int i = 0; i < 100; i++) {
      wheel.file("item " + i, 0, 10);
    }
    List<String> out = new ArrayList<>();
    for (String item = wheel.poll(3 * TICK); item != null; item = wheel.poll(3 * TICK)) {
      out.add(item);
      if (out.size() <= 50) {
        wheel.file(item, 3 * TICK, 3 * TICK + 10);
      }
    }
    assertThat(out).hasSize(100).doesNotHaveDuplicates();
    assertThat(wheel.size()).isEqualTo(50);
    assertThat(wheel.poll(4 * TICK)).isNotNull();
  }
}
