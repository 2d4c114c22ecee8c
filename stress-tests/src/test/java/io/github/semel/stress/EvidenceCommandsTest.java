package io.github.semel.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History campaigns and soaks from the command line to the files. */
class EvidenceCommandsTest {

  @TempDir Path results;

  private final StringWriter printed = new StringWriter();

  private int run(String... arguments) {
    PrintWriter out = new PrintWriter(printed, true);
    return Main.run(arguments, out, out);
  }

  @Test
  @DisplayName("a campaign against a broken store ends with 1, and shows the smallest history")
  void brokenStore() throws Exception {
    int status =
        run(
            "campaign",
            "--store",
            "faulty:COMPLETE_FORGETS_THE_OWNER?maxEntries=300",
            "--duration",
            "500ms",
            "--results",
            results.toString());
    assertThat(status).as("%s", printed).isEqualTo(Main.VIOLATED);
    assertThat(printed.toString()).contains("the protocol was broken").contains("-> RECORDED");
    assertThat(Files.readString(results.resolve("faulty-history.json")))
        .contains("\"kept\": false")
        .contains("campaign --store faulty:")
        .contains("\"seed\": \"1\"");
    assertThat(Files.readString(results.resolve("faulty-history.md"))).contains("-> RECORDED");
  }

  @Test
  @DisplayName("campaigns of two of our stores, with every fault of a process, find nothing")
  void ownStores() throws Exception {
    for (String store : new String[] {"heap", "chronicle-memory"}) {
      int status =
          run("campaign", "--store", store, "--duration", "2s", "--results", results.toString());
      assertThat(status).as("%s", printed).isEqualTo(Main.KEPT);
      assertThat(Files.readString(results.resolve(store + "-history.json")))
          .contains("\"kept\": true")
          .contains("\"lost outcomes\": 0")
          .contains("\"clock jumps\": ")
          .contains("\"threads interrupted\": ")
          .contains("\"threads paused within a call\": ");
    }
  }

  @Test
  @DisplayName("a soak sees a store that sweeps nothing grow")
  void growth() throws Exception {
    int status =
        run(
            "soak",
            "--store",
            "faulty:NOTHING_IS_SWEPT",
            "--duration",
            "4s",
            "--warm-up",
            "1s",
            "--ttl",
            "100ms",
            "--rate",
            "5000",
            "--every",
            "100ms",
            "--results",
            results.toString());
    assertThat(status).as("%s", printed).isEqualTo(Main.VIOLATED);
    assertThat(Files.readString(results.resolve("faulty-soak.json"))).contains("GROWING");
  }

  @Test
  @DisplayName("bad options are refused before anything is begun")
  void badOptions() {
    assertThat(run("campaign", "--duration", "10")).isEqualTo(2);
    assertThat(run("campaign", "--threads", "0")).isEqualTo(2);
    assertThat(run("campaign", "--store", "nobody:knows")).isEqualTo(2);
    assertThat(run("soak")).isEqualTo(2);
    assertThat(run("soak", "--store", "heap:", "--duration", "1s")).isEqualTo(2);
    assertThat(printed.toString()).contains("is not a duration").contains("1 to 64");
  }
}
