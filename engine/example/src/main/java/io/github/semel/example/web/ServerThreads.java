package io.github.semel.example.web;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that serve requests. */
public final class ServerThreads {

  private ServerThreads() {}

  /**
   * A thread for each request: virtual where the JDK has them, from 21 on, so that a duplicate that
   * waits for the first costs next to nothing.
   */
  public static ExecutorService create() {
    if (Runtime.version().feature() < 21) {
      return Executors.newCachedThreadPool();
    }
    try {
      // By its name, because this is compiled for 17.
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Java 21 and later have virtual threads", e);
    }
  }
}
