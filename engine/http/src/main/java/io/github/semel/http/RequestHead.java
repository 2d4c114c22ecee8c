package io.github.semel.http;

import java.util.List;
import java.util.Optional;

/** A request without its body, as the rules see it. */
public interface RequestHead {

  /** The method, in capitals. */
  String method();

  /** The path as it was sent, undecoded, without the query. */
  String path();

  /** The query as it was sent, undecoded, without the question mark. */
  Optional<String> query();

  /** Every line of a header, in the order sent; empty where there is none. */
  List<String> headers(String name);

  /** Who was authenticated, if anybody was. */
  Optional<String> principal();
}
