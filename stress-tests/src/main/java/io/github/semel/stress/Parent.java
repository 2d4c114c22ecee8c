package io.github.semel.stress;

import java.io.IOException;

/**
 * The process that started this one. A campaign that is killed takes no leave of the processes that
 * it has started; what they still have of it is the other end of their input, which ends with it.
 */
public final class Parent {

  private Parent() {}

  /** Has this process end when the one that started it does. */
  public static void endWithIt() {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nobody says anything here.
                }
              } catch (IOException e) {
                // As good as its end.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent");
    thread.setDaemon(true);
    thread.start();
  }
}
