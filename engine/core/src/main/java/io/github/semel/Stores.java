package io.github.semel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Finds the store that a URI names among the {@link StoreProvider}s on the class path. */
public final class Stores {

  private Stores() {}

  /**
   * Opens the store that {@code uri} names, for example {@code heap:?maxEntries=1000000}.
   *
   * @throws InvalidArgumentException when no provider knows the scheme; the message lists those
   *     that are known, and shows nothing of {@code uri} but the scheme: it may have a password
   */
  public static IdempotencyStore open(String uri) {
    return open(uri, StoreContext.standard());
  }

  /** Opens the store that {@code uri} names, in surroundings of the caller's. */
  public static IdempotencyStore open(String uri, StoreContext context) {
    return provider(uri).open(parse(uri), Limits.requireNonNull("context", context));
  }

  /** The provider that opens {@code uri}. */
  public static StoreProvider provider(String uri) {
    String scheme = String.valueOf(parse(uri).getScheme()).toLowerCase(Locale.ROOT);
    TreeSet<String> known = new TreeSet<>();
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      if (provider.schemes().contains(scheme)) {
        return provider;
      }
      known.addAll(provider.schemes());
    }
    throw UriParameters.refused(uri, "of a scheme that is on the class path " + known);
  }

  private static URI parse(String uri) {
    String text = Limits.requireNonNull("uri", uri);
    try {
      // "heap:" alone says everything, but java.net.URI wants something behind the colon.
      return new URI(text.endsWith(":") ? text + "/" : text);
    } catch (URISyntaxException e) {
      // Not as the cause: its message repeats the URI, with the password.
      throw UriParameters.refused(
          text, "a URI (at index " + e.getIndex() + ": " + e.getReason() + ")");
    }
  }
}
