package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RuntimeCheckTest {

  @Test
  @DisplayName("the tests' own JVM has the flags")
  void suitable() {
    assertThatCode(RuntimeCheck::requireSuitable).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("a JVM without the flags is told which ones to add, and with these it runs")
  void flagsAreNamed() throws Exception {
    String without = ChildJvm.run(List.of(), OpensStore.class);
    assertThat(without)
        .contains("UnsuitableRuntimeException")
        .contains(String.join(" ", RuntimeCheck.flags()));

    String with = ChildJvm.run(RuntimeCheck.flags(), OpensStore.class);
    assertThat(with).contains("opened");
  }

  @Test
  @DisplayName("each flag is needed by the check")
  void eachFlagIsChecked() throws Exception {
    for (String flag : RuntimeCheck.flags()) {
      if (flag.startsWith("--add-")) {
        List<String> others =
            RuntimeCheck.flags().stream().filter(each -> !each.equals(flag)).toList();
        assertThat(ChildJvm.run(others, OpensStore.class)).contains("UnsuitableRuntimeException");
      }
    }
  }

  @Test
  @DisplayName("a runtime without the compiler is told that it is no JDK")
  void noCompiler() {
    ModuleLayer without = ModuleLayer.empty();
    assertThatThrownBy(
            () -> RuntimeCheck.requireSuitable(without, RuntimeCheckTest.class.getModule()))
        .isInstanceOf(UnsuitableRuntimeException.class)
        .hasMessageContaining("JDK");
  }

  @Test
  @DisplayName("no telemetry is on the class path, nor what is left out with it")
  void noTelemetry() {
    for (String name :
        new String[] {
          "net.openhft.chronicle.analytics.Analytics",
          "net.openhft.affinity.Affinity",
          "com.sun.jna.Native"
        }) {
      assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }
    // Without it files silently turn sparse.
    assertThatCode(() -> Class.forName("jnr.ffi.LibraryLoader")).doesNotThrowAnyException();
  }

  /** Opens a store and says so. */
  static final class OpensStore {

    public static void main(String[] arguments) {
      try (var store = ChronicleMapStore.inMemory(10).open()) {
        System.out.println("opened");
      } catch (UnsuitableRuntimeException e) {
        System.out.println(e);
      }
    }
  }
}
