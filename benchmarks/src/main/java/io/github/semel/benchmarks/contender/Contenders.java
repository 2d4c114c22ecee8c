package io.github.semel.benchmarks.contender;

import io.github.semel.InvalidArgumentException;
import io.github.semel.StoreContext;
import io.github.semel.StoreListener;
import io.github.semel.Stores;
import io.github.semel.benchmarks.contender.Traits.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Opens contenders by name: the short name of a rival, or the URI of a store on the class path. */
public final class Contenders {

  /** The rival that every other row is set against. */
  public static final String BASELINE = "map";

  /** The baseline with what nobody who knows the time can do without. */
  public static final String CLOCKED_BASELINE = "map+clock";

  /** The baseline whose duplicates get bytes of their own. */
  public static final String COPYING_BASELINE = "map+copy";

  /** The rival that keeps its entries outside the heap. */
  private static final String MAPDB = "mapdb";

  /** Ends the second name of a store that stands in a table twice. */
  private static final String AGAIN = " (again)";

  private static final String REMOVED_KEYS =
      "cannot expire: the harness removes the key that has aged out, which it knows from the ring"
          + " of keys and which is cheaper than any expiry";

  private record Rival(Traits traits, Function<Conditions, Contender> open) {}

  private static final Map<String, Rival> RIVALS =
      new TreeMap<>(
          Map.of(
              BASELINE,
              new Rival(
                  new Traits(
                      Bound.REMOVED,
                      false,
                      "`ConcurrentHashMap`: `putIfAbsent` to claim, `replace` to complete, `get` for"
                          + " a duplicate",
                      "TTL, lease, owner, fence, fingerprint, attempts; " + REMOVED_KEYS),
                  MapContender::new),
              CLOCKED_BASELINE,
              new Rival(
                  new Traits(
                      Bound.REMOVED,
                      true,
                      "`map`, and a reading of the clock for each claim, completion and duplicate:"
                          + " the limit for a store that knows the time",
                      "as `map`: it reads the time and does nothing with it"),
                  ClockedMapContender::new),
              COPYING_BASELINE,
              new Rival(
                  new Traits(
                      Bound.REMOVED,
                      false,
                      "`map`, and a copy of the outcome for each duplicate: the limit for a store"
                          + " that has its records to itself",
                      "as `map`"),
                  CopyingMapContender::new),
              "caffeine",
              new Rival(
                  new Traits(
                      Bound.EXPIRES,
                      true,
                      "Caffeine, variable expiry: the lease until completed, the TTL from then on",
                      "owner, fence, fingerprint; a lapsed claim is gone, so the next claimant"
                          + " does not learn of an earlier attempt"),
                  CaffeineContender::new),
              "ehcache",
              new Rival(
                  new Traits(
                      Bound.EXPIRES,
                      true,
                      "Ehcache, heap tier, an `ExpiryPolicy`: the lease until completed, the TTL"
                          + " from then on; room for half as many again as are live",
                      "owner, fence, fingerprint, attempts; does not sweep: what is expired stays"
                          + " until it is full, and what it evicts then can be a live key"),
                  EhcacheContender::new),
              MAPDB,
              new Rival(
                  new Traits(
                      Bound.EXPIRES,
                      false,
                      "MapDB, `memoryDirectDB`, an `HTreeMap` with `expireAfterCreate` for the lease"
                          + " and `expireAfterUpdate` for the TTL",
                      "owner, fence, fingerprint, attempts; one TTL for all; a duplicate can be"
                          + " answered with an outcome that has expired; one lock for all writes of a"
                          + " segment, eviction included"),
                  MapDbContender::new),
              "guava",
              new Rival(
                  new Traits(
                      Bound.EXPIRES,
                      true,
                      "Guava's cache, `expireAfterWrite`, as many segments as the in-heap store"
                          + " has stripes",
                      "a lease (one TTL for claims and outcomes), owner, fence, fingerprint,"
                          + " attempts"),
                  GuavaContender::new),
              "camel",
              new Rival(
                  new Traits(
                      Bound.EVICTS,
                      false,
                      "Camel's `MemoryIdempotentRepository`: `add` to claim and for a duplicate,"
                          + " `confirm` to complete",
                      "the outcome (a duplicate learns only that it is one), TTL, lease, owner,"
                          + " fence, fingerprint, attempts; forgets the key used least recently"
                          + " when full"),
                  CamelContender::new),
              "spring-integration",
              new Rival(
                  new Traits(
                      Bound.REMOVED,
                      false,
                      "Spring Integration's `SimpleMetadataStore`: `putIfAbsent`, `replace`, `get`;"
                          + " outcomes are strings",
                      "TTL, lease, owner, fence, fingerprint, attempts; " + REMOVED_KEYS),
                  SpringIntegrationContender::new)));

  private Contenders() {}

  /**
   * The names of a comparison: those asked for, and the first store among them once more under a
   * second name. How far the two rows of one store lie apart is how far noise alone can take them.
   */
  public static List<String> withAlias(List<String> names) {
    List<String> all = new ArrayList<>(names);
    for (String name : names) {
      if (!RIVALS.containsKey(name)) {
        all.add(all.indexOf(name) + 1, name + AGAIN);
        break;
      }
    }
    return all;
  }

  /** Whether a name is the second name of a store. */
  public static boolean isAlias(String name) {
    return name.endsWith(AGAIN);
  }

  /** Whether the name is a rival's, and not a store's URI. */
  public static boolean isRival(String name) {
    return RIVALS.containsKey(name);
  }

  /** Whether a contender keeps its entries where no count of the heap sees them. */
  public static boolean isOffHeap(String name) {
    return name.startsWith("chronicle:") || name.equals(MAPDB);
  }

  /** The short names of the rivals, the baselines first. */
  public static List<String> rivals() {
    List<String> names = new ArrayList<>(List.of(BASELINE, CLOCKED_BASELINE, COPYING_BASELINE));
    RIVALS.keySet().stream().filter(name -> !names.contains(name)).sorted().forEach(names::add);
    return names;
  }

  /**
   * Opens a contender.
   *
   * @throws InvalidArgumentException when the name is neither a rival's nor that of a known store
   */
  public static Contender open(String name, Conditions conditions) {
    Rival rival = RIVALS.get(name);
    if (rival != null) {
      return rival.open().apply(conditions);
    }
    StoreContext context = new StoreContext(conditions.clock(), StoreListener.NONE);
    return new StoreContender(Stores.open(uri(name), context), conditions);
  }

  /**
   * What a contender does and does not do.
   *
   * @throws InvalidArgumentException when the name is neither a rival's nor that of a known store
   */
  public static Traits traits(String name) {
    Rival rival = RIVALS.get(name);
    if (rival != null) {
      return rival.traits();
    }
    String what =
        isAlias(name)
            ? "`" + uri(name) + "` under a second name: how far the two rows differ is noise"
            : "a store of the whole protocol";
    return new Traits(Bound.EXPIRES, Stores.provider(uri(name)).takesClock(), what, "");
  }

  private static String uri(String name) {
    return isAlias(name) ? name.substring(0, name.length() - AGAIN.length()) : name;
  }
}
