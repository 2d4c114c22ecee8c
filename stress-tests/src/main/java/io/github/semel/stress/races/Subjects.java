package io.github.semel.stress.races;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreClock;
import io.github.semel.StoreContext;
import io.github.semel.StoreListener;
import io.github.semel.StoreProvider;
import io.github.semel.Stores;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Finds the stores that races can be run on: those on the class path that go by a given clock. */
public final class Subjects {

  private static final String FLAWED = "flawed-";

  /**
   * What the URI of a store needs that takes its room at once, and would take too much for hundreds
   * of small stores.
   */
  private static final Map<String, String> SMALL = Map.of("chronicle", "&maxOutcomeBytes=1024");

  private Subjects() {}

  /** A store on the class path. */
  private record OnClassPath(String name) implements Subject {

    @Override
    public boolean isFlawed() {
      return false;
    }

    @Override
    public IdempotencyStore open(StoreClock clock, int entries, boolean exactly) {
      String small = SMALL.get(name);
      String parameters =
          exactly || small != null ? "?maxEntries=" + entries + (small == null ? "" : small) : "";
      return Stores.open(name + ":" + parameters, new StoreContext(clock, StoreListener.NONE));
    }
  }

  /** A store that has a flaw. */
  private record Flawed(Flaw flaw) implements Subject {

    @Override
    public String name() {
      return FLAWED + flaw;
    }

    @Override
    public boolean isFlawed() {
      return true;
    }

    @Override
    public IdempotencyStore open(StoreClock clock, int entries, boolean exactly) {
      return new FlawedStore(flaw, clock, exactly ? entries : Integer.MAX_VALUE);
    }
  }

  /** The schemes of all stores on the class path that can be told the time. */
  public static List<String> names() {
    return ServiceLoader.load(StoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(StoreProvider::takesClock)
        .flatMap(provider -> provider.schemes().stream())
        .sorted()
        .toList();
  }

  /** The subject of a name: a scheme, or what {@link #flawed} has named. */
  public static Subject named(String name) {
    return name.startsWith(FLAWED)
        ? flawed(Flaw.valueOf(name.substring(FLAWED.length())))
        : new OnClassPath(name);
  }

  /** The subject that has a flaw. */
  public static Subject flawed(Flaw flaw) {
    return new Flawed(flaw);
  }
}
