package io.github.semel.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrewTest {

  @ParameterizedTest
  @EnumSource
  void eachThreadRunsOnceAndKnowsItsNumber(Crew.Kind kind) throws Exception {
    Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    Crew.run(50, kind, number -> assertThat(numbers.add(number)).isTrue());
    assertThat(numbers).hasSize(50);
  }

  @Test
  void virtualThreadsAreUsedWhereThereAreSome() {
    String expected = Runtime.version().feature() >= 21 ? "virtual" : "platform";
    assertThat(Crew.title(Crew.Kind.VIRTUAL)).isEqualTo(expected);
    assertThat(Crew.title(Crew.Kind.PLATFORM)).isEqualTo("platform");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureIsNotLost(Crew.Kind kind) {
    assertThatThrownBy(
            () ->
                Crew.run(
                    5,
                    kind,
                    number -> {
                      if (number == 3) {
                        throw new IllegalStateException("three");
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("three");
  }
}
