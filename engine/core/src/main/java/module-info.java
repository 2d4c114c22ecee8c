/**
 * The idempotency store engine: the claim protocol and its types, the in-heap stores, and the
 * executor that runs work under a claim. Needs nothing but the JDK at run time.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // The stores that callbacks are shared with are compiled after this.
module io.github.semel.core {
  requires static transitive org.jspecify;
  requires static jdk.jfr;

  exports io.github.semel;
  exports io.github.semel.compact;
  exports io.github.semel.executor;
  exports io.github.semel.heap;
  exports io.github.semel.callback to
      io.github.semel.chronicle,
      io.github.semel.http,
      io.github.semel.redis;
  exports io.github.semel.thread to
      io.github.semel.chronicle,
      io.github.semel.redis;

  uses io.github.semel.StoreProvider;

  provides io.github.semel.StoreProvider with
      io.github.semel.compact.CompactStoreProvider,
      io.github.semel.heap.HeapStoreProvider;
}
