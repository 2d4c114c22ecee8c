package io.github.semel.chronicle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether this runtime can run Chronicle Map. It reaches into the JDK and compiles code at run
 * time; without the flags it would fail later, deep inside, with messages that do not name them.
 */
final class RuntimeCheck {

  /** A package that has to be open to Chronicle Map, or exported to it. */
  private record Access(String module, String packageName, boolean open) {

    String flag() {
      return (open ? "--add-opens=" : "--add-exports=")
          + module
          + "/"
          + packageName
          + "=ALL-UNNAMED";
    }
  }

  private static final List<Access> NEEDED =
      List.of(
          new Access("java.base", "java.lang", true),
          new Access("java.base", "java.lang.reflect", true),
          new Access("java.base", "sun.nio.ch", false),
          new Access("jdk.compiler", "com.sun.tools.javac.file", false));

  private RuntimeCheck() {}

  /**
   * Returns if everything is there.
   *
   * @throws UnsuitableRuntimeException when something is missing
   */
  static void requireSuitable() {
    Module user = RuntimeCheck.class.getModule();
    requireSuitable(ModuleLayer.boot(), user);
  }

  static void requireSuitable(ModuleLayer layer, Module user) {
    if (user.isNamed()) {
      throw new UnsuitableRuntimeException(
          "Chronicle Map runs on the class path alone: move semel-chronicle there from the module"
              + " path");
    }
    for (Access access : NEEDED) {
      Optional<Module> module = layer.findModule(access.module());
      if (module.isEmpty()) {
        throw new UnsuitableRuntimeException(
            "Chronicle Map compiles code at run time and needs a JDK: this runtime lacks the module "
                + access.module());
      }
      boolean granted =
          access.open()
              ? module.get().isOpen(access.packageName(), user)
              : module.get().isExported(access.packageName(), user);
      if (!granted) {
        throw new UnsuitableRuntimeException(
            "Chronicle Map needs access to the JDK that this JVM was not started with; add: "
                + String.join(" ", flags()));
      }
    }
  }

  /** All flags; the last ones keep newer JDKs quiet. */
  static List<String> flags() {
    List<String> flags = new ArrayList<>();
    NEEDED.forEach(access -> flags.add(access.flag()));
    if (Runtime.version().feature() >= 24) {
      flags.add("--enable-native-access=ALL-UNNAMED");
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    return List.copyOf(flags);
  }
}
