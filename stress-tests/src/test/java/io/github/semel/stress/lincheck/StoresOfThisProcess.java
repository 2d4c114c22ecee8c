package io.github.semel.stress.lincheck;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreContext;
import io.github.semel.StoreListener;
import io.github.semel.StoreProvider;
import io.github.semel.Stores;
import io.github.semel.stress.races.Flaw;
import io.github.semel.stress.races.FlawedStore;
import io.github.semel.testkit.ManualClock;
import io.github.semel.testkit.StoreModel;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The calls on each store. Lincheck makes an object for each run, by the constructor. */
public final class StoresOfThisProcess {

  /** A key that is a UUID and one that is not: some stores keep them differently. */
  private static final String[] KEYS = {"0d9f6f5e-5f0b-4d5c-8a3e-0a1b2c3d4e5f", "order-1"};

  private StoresOfThisProcess() {}

  /** Opens one store after the other. Finding the provider takes longer than opening. */
  private record Opening(StoreProvider provider, URI uri) {

    static Opening of(String uri) {
      return new Opening(Stores.provider(uri), URI.create(uri));
    }

    IdempotencyStore open(ManualClock clock) {
      return provider.open(uri, new StoreContext(clock, StoreListener.NONE));
    }
  }

  /** What is right. */
  public static class Model extends Calls {

    /** For Lincheck. */
    public Model() {
      this(new ManualClock());
    }

    private Model(ManualClock clock) {
      super(new StoreModel(clock), clock, KEYS);
    }
  }

  /** What is right for a store with room for one. */
  public static class FullModel extends Calls {

    /** For Lincheck. */
    public FullModel() {
      this(new ManualClock());
    }

    private FullModel(ManualClock clock) {
      super(new StoreModel(clock, OptionalLong.of(1), 1 << 20), clock, KEYS);
    }
  }

  /** {@code heap:}. */
  public static class Heap extends Calls {

    private static final Opening STORE = Opening.of("heap:/");

    /** For Lincheck. */
    public Heap() {
      this(new ManualClock());
    }

    private Heap(ManualClock clock) {
      super(STORE.open(clock), clock, KEYS);
    }
  }

  /** {@code heap:} with room for one. */
  public static class FullHeap extends Calls {

    private static final Opening STORE = Opening.of("heap:?maxEntries=1");

    /** For Lincheck. */
    public FullHeap() {
      this(new ManualClock());
    }

    private FullHeap(ManualClock clock) {
      super(STORE.open(clock), clock, KEYS);
    }
  }

  /** {@code compact:}. */
  public static class Compact extends Calls {

    private static final Opening STORE = Opening.of("compact:/");

    /** For Lincheck. */
    public Compact() {
      this(new ManualClock());
    }

    private Compact(ManualClock clock) {
      super(STORE.open(clock), clock, KEYS);
    }
  }

  /** {@code compact:} with room for one. */
  public static class FullCompact extends Calls {

    private static final Opening STORE = Opening.of("compact:?maxEntries=1");

    /** For Lincheck. */
    public FullCompact() {
      this(new ManualClock());
    }

    private FullCompact(ManualClock clock) {
      super(STORE.open(clock), clock, KEYS);
    }
  }

  /**
   * {@code chronicle:}, one store for all runs, because it takes its room at once: each run comes a
   * day after the one before and has keys of its own.
   */
  public static class Chronicle extends Calls {

    private static final ManualClock CLOCK = new ManualClock();
    private static final IdempotencyStore STORE =
        Opening.of("chronicle:?maxEntries=1000").open(CLOCK);
    private static int runs;

    /** For Lincheck. */
    public Chronicle() {
      this(runs++);
    }

    private Chronicle(int run) {
      super(STORE, aDayLater(), KEYS[0].substring(0, 24) + String.format("%012x", run), "k" + run);
    }

    private static ManualClock aDayLater() {
      CLOCK.advance(Duration.ofDays(1));
      return CLOCK;
    }
  }

  /** {@code chronicle:} with room for one. */
  public static class FullChronicle extends Calls {

    private static final ManualClock CLOCK = new ManualClock();
    private static final IdempotencyStore STORE = Opening.of("chronicle:?maxEntries=1").open(CLOCK);
    private static int runs;

    /** For Lincheck. */
    public FullChronicle() {
      this(runs++);
    }

    private FullChronicle(int run) {
      super(STORE, aDayLater(), KEYS[0].substring(0, 24) + String.format("%012x", run), "k" + run);
    }

    private static ManualClock aDayLater() {
      CLOCK.advance(Duration.ofDays(1));
      return CLOCK;
    }
  }

  /** The model under a lock, with a flaw or without any. */
  public static class Flawed extends Calls {

    static @Nullable Flaw flaw;
    static int maxEntries;

    /** For Lincheck. */
    public Flawed() {
      this(new ManualClock());
    }

    private Flawed(ManualClock clock) {
      super(new FlawedStore(flaw, clock, maxEntries), clock, KEYS);
    }
  }
}
