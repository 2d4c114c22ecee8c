/**
 * The contract that every idempotency store meets, as tests that an implementer extends; a clock
 * that is moved by hand; a plain model of the protocol; and a checker that watches a store under
 * load.
 */
@org.jspecify.annotations.NullMarked
module io.github.semel.testkit {
  requires static transitive org.jspecify;
  requires transitive io.github.semel.core;
  requires transitive net.jqwik.api;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;

  exports io.github.semel.testkit;

  // The test engines call the contract's tests, which are package-private, by reflection.
  opens io.github.semel.testkit;
}
