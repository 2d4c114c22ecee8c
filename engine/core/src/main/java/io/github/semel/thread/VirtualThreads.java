package io.github.semel.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Tells virtual threads from platform threads, also on a Java that has none of the former. */
public final class VirtualThreads {

  /** {@code Thread.isVirtual}, which came with Java 21. */
  private static final @Nullable MethodHandle IS_VIRTUAL = lookedUp();

  private VirtualThreads() {}

  private static @Nullable MethodHandle lookedUp() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  /** Whether this Java has any. */
  public static boolean exist() {
    return IS_VIRTUAL != null;
  }

  /** Whether the caller's thread is one. */
  public static boolean isCurrent() {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new AssertionError("Thread.isVirtual throws nothing", e);
    }
  }
}
