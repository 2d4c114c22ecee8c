package io.github.semel.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.report.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The overhead of keys")
class FilterOverheadTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("is measured on each server, in as many rounds as are asked for")
  void measures(ServerKind kind) throws Exception {
    Json row = Json.parse(new FilterOverhead(kind, 2, 1, 2, 50).measure());

    assertThat(row.get("server").text()).isEqualTo(kind.title());
    for (String name : new String[] {"bare", "keys", "again"}) {
      assertThat(row.get(name).items()).as(name).hasSize(2);
      assertThat(row.get(name).items()).as(name).allMatch(rate -> rate.number() > 0);
    }
  }
}
