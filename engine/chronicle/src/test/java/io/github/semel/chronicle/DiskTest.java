package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full or cannot be written: a small one in memory, where that can be mounted. */
class DiskTest {

  private static final ClaimTerms TERMS =
      ClaimTerms.of(Duration.ofSeconds(30), Duration.ofHours(24));

  @TempDir Path folder;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "semel-test", folder.toString()),
        "a small disk can be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    // Lazily: what is mapped from it goes with the collector.
    run("umount", "-l", folder.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  @DisplayName("a file for which the disk has no room is refused, and no half of it is left behind")
  void fullDisk() throws IOException {
    Path file = folder.resolve("store");
    assertThatThrownBy(() -> ChronicleMapStore.file(file, 1_000_000).open())
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("bytes left");
    assertThat(files()).containsExactly("store.state");

    // One that fits goes on also when the disk is full afterwards: its room is its own.
    try (IdempotencyStore store = small(file).open()) {
      fillUp();
      for (int i = 0; i < 1_000; i++) {
        Ticket ticket =
            ((ClaimResult.Acquired) store.claim("order-" + i, Fingerprint.NONE, TERMS)).ticket();
        // Beyond the reserve, so that the old record is kept for an undo.
        store.complete(ticket, Outcome.success(new byte[300]), Duration.ofHours(1));
      }
      assertThat(store.stats().entries()).isEqualTo(1_000);
    }
  }

  private static ChronicleMapStoreBuilder small(Path file) {
    return ChronicleMapStore.file(file, 1_000).maxOutcomeBytes(1_000);
  }

  private void fillUp() throws IOException {
    Path ballast = folder.resolve("ballast");
    try (var out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[4_096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(Files.size(ballast)).isPositive();
    }
  }

  @Test
  @DisplayName("a folder that cannot be written is named, and what lies there stays as it is")
  void readOnly() throws Exception {
    Path file = folder.resolve("store");
    try (IdempotencyStore store = small(file).open()) {
      store.claim("order-17", Fingerprint.NONE, TERMS);
    }
    // The same folder under a second name, under which nothing can be written.
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    assumeTrue(
        run("mount", "--bind", folder.toString(), readOnly.toString())
            && run("mount", "-o", "remount,ro,bind", readOnly.toString()),
        "a folder can be made read-only here");
    try {
      Path there = readOnly.resolve("store");
      assertThatThrownBy(() -> small(there).open())
          .isInstanceOf(UnusableFileException.class)
          .hasMessageContaining(there.toString())
          .hasMessageContaining("cannot be written");
    } finally {
      run("umount", "-l", readOnly.toString());
    }
    try (IdempotencyStore store = small(file).open()) {
      assertThat(store.find("order-17")).isPresent();
    }
  }
}
