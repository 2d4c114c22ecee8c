package io.github.semel.http;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which headers of a response are stored and replayed. */
final class KeptHeaders {

  static final Set<String> DEFAULT =
      Set.of(
          "Content-Disposition",
          "Content-Encoding",
          "Content-Language",
          "Content-Location",
          "Content-Type",
          "ETag",
          "Last-Modified",
          "Link",
          "Location");

  /**
   * Those that belong to one client, one connection or one sending. {@code Content-Length} and
   * {@code Date} are made anew by the server.
   */
  private static final Set<String> NEVER =
      inAnyCase(
          "authentication-info",
          "authorization",
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "set-cookie",
          "set-cookie2",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "www-authenticate");

  private static final Set<String> OF_THE_BODY = Set.of("etag", "last-modified");

  private final Set<String> kept;

  /**
   * @throws InvalidArgumentException for one that is never kept
   */
  KeptHeaders(Set<String> names) {
    for (String name : names) {
      if (NEVER.contains(Limits.requireNonNull("name of a header", name))) {
        throw new InvalidArgumentException("storedHeader", name, "none of " + NEVER);
      }
    }
    kept = inAnyCase(names.toArray(String[]::new));
  }

  /** A set in an order that needs no lower case made of each header of each response. */
  private static Set<String> inAnyCase(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Collections.addAll(set, names);
    return set;
  }

  /** Those of {@code headers} that are kept, and that the response's own Connection leaves. */
  List<HeaderLine> of(List<HeaderLine> headers) {
    Set<String> hops = Set.of();
    for (HeaderLine header : headers) {
      if (header.name().equalsIgnoreCase("Connection")) {
        hops = inAnyCase(hops.toArray(String[]::new));
        for (String token : header.value().split(",", -1)) {
          hops.add(token.strip());
        }
      }
    }
    List<HeaderLine> lines = new ArrayList<>(headers.size());
    for (HeaderLine header : headers) {
      if (kept.contains(header.name()) && !hops.contains(header.name())) {
        lines.add(header);
      }
    }
    return List.copyOf(lines);
  }

  /** Of those, the ones that still say something where the body is missing. */
  List<HeaderLine> withoutBody(List<HeaderLine> headers) {
    return of(headers).stream()
        .filter(
            header -> {
              String name = header.name().toLowerCase(Locale.ROOT);
              return !name.startsWith("content-") && !OF_THE_BODY.contains(name);
            })
        .toList();
  }
}
