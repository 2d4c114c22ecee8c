package io.github.semel.http;

import java.util.Locale;

/** What a client may be told instead of a response. The README has a section for each. */
public enum ProblemKind {
  /** The request has no key and must have one. */
  KEY_MISSING(400, "Idempotency-Key is missing"),
  /** The header has no key, or one against the published format. */
  KEY_MALFORMED(400, "Idempotency-Key is malformed"),
  /** The key carries a time before what is kept: nobody knows whether it was executed. */
  KEY_TOO_OLD(400, "Idempotency-Key is too old"),
  /** The key was used for another request. */
  KEY_REUSED(422, "Idempotency-Key is already used"),
  /** The first request with the key is still being executed. */
  IN_PROGRESS(409, "A request is outstanding for this Idempotency-Key"),
  /** An earlier attempt may have taken effect; nobody executes until an operator has decided. */
  IN_DOUBT(409, "An earlier attempt may have taken effect"),
  /** The body is larger than what is compared. */
  BODY_TOO_LARGE(413, "The request is too large"),
  /** The store of keys is out of reach. Nothing was executed. */
  STORE_UNAVAILABLE(503, "Idempotency cannot be ensured at present"),
  /** The store of keys has no room for a new one. Nothing was executed. */
  STORE_FULL(503, "No room for another Idempotency-Key at present"),
  /** What is recorded under the key cannot be read. Nothing was executed now. */
  RECORD_UNREADABLE(500, "The record of this Idempotency-Key cannot be read"),
  /** The request was executed, and its response was not kept. */
  RESPONSE_NOT_STORED(200, "The request was executed before; its response was not kept");

  private final int status;
  private final String title;

  ProblemKind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The status that goes with it, unless a profile of errors or what it is about says another. */
  public int status() {
    return status;
  }

  /** What it is, in a line. */
  public String title() {
    return title;
  }

  /** Its name in links: the fragment of the documentation's address. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
