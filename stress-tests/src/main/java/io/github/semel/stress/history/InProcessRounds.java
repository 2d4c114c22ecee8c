package io.github.semel.stress.history;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreContext;
import io.github.semel.StoreListener;
import io.github.semel.Stores;
import java.io.IOException;

/** Rounds of threads against one store that this process opens by its URI. */
final class InProcessRounds implements Rounds {

  private final String uri;
  private final Grounds grounds;
  private final IdempotencyStore store;

  InProcessRounds(String uri, Grounds grounds) {
    this.uri = uri;
    this.grounds = grounds;
    this.store =
        Stores.open(
            uri,
            grounds.field().isInjected()
                ? new StoreContext(grounds.field(), StoreListener.NONE)
                : StoreContext.standard());
  }

  @Override
  public String title() {
    return uri;
  }

  @Override
  public Round round(int number) throws IOException, InterruptedException {
    Field field = grounds.field();
    grounds.beginRound();
    Thread stopping =
        new Thread(
            () -> {
              grounds.awaitCalls();
              field.stop();
            },
            "round");
    stopping.setDaemon(true);
    stopping.start();
    new Crowd(store, field, grounds.vocabulary(), grounds.folder(), grounds::wrong)
        .run(grounds.threads(), grounds.seed() + number, 0, 1);
    stopping.join();
    return new Round(grounds.endRound(Deaths.NONE), false);
  }

  @Override
  public void close() {
    store.close();
  }
}
