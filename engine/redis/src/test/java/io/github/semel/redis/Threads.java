package io.github.semel.redis;

import java.util.concurrent.ThreadFactory;

/** The lightest threads that this Java has: virtual ones from Java 21 on, else platform threads. */
final class Threads {

  private Threads() {}

  static ThreadFactory light() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      return task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
      };
    }
  }
}
