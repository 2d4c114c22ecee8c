package io.github.semel.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One kind of harm, done in several variants. */
public interface Scenario {

  /** The store that is harmed; its scenarios share a page. */
  default String store() {
    return "redis";
  }

  /** A word by which the command line names it. */
  String name();

  /** What the page says above its table: what is broken, how, and what is expected. */
  String description();

  /**
   * Runs every variant.
   *
   * @param done hears of each row as soon as it is there
   */
  void run(Sizes sizes, Consumer<Row> done) throws InterruptedException;

  /** Runs every variant, for those who want all rows at the end. */
  default List<Row> run(Sizes sizes) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    run(sizes, rows::add);
    return rows;
  }
}
