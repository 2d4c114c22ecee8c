package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.choose.Candidate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The candidates of a choice")
class CandidatesTest {

  @Test
  @DisplayName("have what the files say of their memory, their rate and their waits")
  void measured() throws IOException {
    List<Candidate> candidates = Candidates.read(Measured.FOLDER);

    assertThat(candidates)
        .extracting(Candidate::name)
        .containsExactly("heap:", "compact:", Candidates.OFF_HEAP, Candidates.FILE, "redis:");
    assertThat(candidates)
        .extracting(Candidate::recordBytes)
        .containsExactly(240.0, 60.0, 100.0, 100.0, 200.0);
    assertThat(candidates)
        .extracting(Candidate::requestsASecond)
        .containsExactly(800_000.0, 900_000.0, 300_000.0, 250_000.0, 20_000.0);
    assertThat(candidates)
        .extracting(Candidate::p99Micros)
        .containsExactly(8_000.0, 200.0, Double.NaN, Double.NaN, 1_500.0);
    assertThat(candidates)
        .extracting(Candidate::p99Rate)
        .containsExactly(100_000.0, 100_000.0, Double.NaN, Double.NaN, 2_000.0);
  }

  @Test
  @DisplayName("are all there where nothing was measured, and nothing is known of them")
  void nothing(@TempDir Path folder) throws IOException {
    assertThat(Candidates.read(folder))
        .hasSize(5)
        .allMatch(candidate -> Double.isNaN(candidate.recordBytes()))
        .allMatch(candidate -> Double.isNaN(candidate.p99Micros()));
  }
}
