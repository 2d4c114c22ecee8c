package io.github.semel.stress.history;

import io.github.semel.Stores;
import java.util.List;
import java.util.function.Function;

/**
 * A store that a campaign is made against.
 *
 * @param name of its files in the results
 * @param injected whether it goes by a clock that the campaign moves
 * @param opening makes its rounds
 */
record Subject(String name, boolean injected, Function<Grounds, Rounds> opening) {

  // So few that the store is full within a moment, when it is to be filled.
  private static final String HEAP = "heap:?maxEntries=20000";
  private static final String COMPACT = "compact:?maxEntries=20000";
  private static final String OFF_HEAP = "?maxEntries=20000&reservedOutcomeBytes=320";

  private static final List<Subject> OWN =
      List.of(
          inProcess("heap", HEAP),
          inProcess("compact", COMPACT),
          inProcess("chronicle-memory", "chronicle:" + OFF_HEAP),
          new Subject(
              "chronicle",
              true,
              grounds ->
                  new FileRounds(
                      "chronicle:" + grounds.folder().resolve("store") + OFF_HEAP, grounds)),
          new Subject("redis", false, RedisRounds::new));

  private static Subject inProcess(String name, String uri) {
    return new Subject(
        name, Stores.provider(uri).takesClock(), grounds -> new InProcessRounds(uri, grounds));
  }

  /**
   * Those that the user means: one of our own by its name, all of them, or any store on the class
   * path by its URI.
   *
   * @throws io.github.semel.InvalidArgumentException when nobody opens such a URI
   */
  static List<Subject> of(String store) {
    if (store.equals("all")) {
      return OWN;
    }
    List<Subject> named = OWN.stream().filter(subject -> subject.name().equals(store)).toList();
    return named.isEmpty() ? List.of(inProcess(store.replaceFirst(":.*", ""), store)) : named;
  }
}
