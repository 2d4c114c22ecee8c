/** Retries of HTTP calls that are safe to make. Needs nothing but the JDK at run time. */
@org.jspecify.annotations.NullMarked
module io.github.semel.client {
  requires static transitive org.jspecify;
  requires transitive java.net.http;

  exports io.github.semel.client;
}
