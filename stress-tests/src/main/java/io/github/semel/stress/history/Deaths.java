package io.github.semel.stress.history;

import java.util.ArrayList;
import java.util.List;

/** When processes ended, so that none of their calls can take place any more. */
final class Deaths {

  /** Nobody ended, or what was sent may still arrive. */
  static final Deaths NONE = new Deaths();

  /** All clients up to this number, but for those of earlier deaths, ended here in the order. */
  private record Death(int lastClient, long order) {}

  private final List<Death> deaths = new ArrayList<>();

  void add(int lastClient, long order) {
    deaths.add(new Death(lastClient, order));
  }

  /** Gives an end to a call that was under way when its process ended. */
  void end(Call call) {
    if (call.answer == Answer.NONE) {
      for (Death death : deaths) {
        if (call.client <= death.lastClient()) {
          call.ended = death.order();
          return;
        }
      }
    }
  }
}
