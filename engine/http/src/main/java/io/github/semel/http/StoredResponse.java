package io.github.semel.http;

import io.github.semel.Limits;
import io.github.semel.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A response as it is stored and replayed. Immutable. */
public final class StoredResponse {

  /** What there is of a response. */
  public enum Kind {
    /** All of it. */
    WHOLE(0),
    /** The request was executed; the body was too large, streamed or broken off. */
    OMITTED(1),
    /** The server's own page for the status; the body is the message to put into it. */
    ERROR_PAGE(2);

    /** What stands for it in the stored bytes. */
    final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }
  }

  private static final byte[] EMPTY = {};

  private final Kind kind;
  private final int status;
  private final List<HeaderLine> headers;
  private final byte[] body;

  StoredResponse(Kind kind, int status, List<HeaderLine> headers, byte[] body) {
    this.kind = kind;
    this.status = (int) Limits.requireRange("status", status, 200, 999);
    this.headers = headers;
    this.body = body;
  }

  /**
   * A response, for those who find out what an earlier attempt would have answered.
   *
   * @param status 200 to 999
   * @param headers each with one value
   * @param body copied
   */
  public static StoredResponse of(int status, Map<String, String> headers, byte[] body) {
    List<HeaderLine> lines =
        Limits.requireNonNull("headers", headers).entrySet().stream()
            .map(header -> new HeaderLine(header.getKey(), header.getValue()))
            .toList();
    return new StoredResponse(
        Kind.WHOLE, status, lines, Limits.requireNonNull("body", body).clone());
  }

  /**
   * What a handler has answered, for adapters.
   *
   * @param kind what there is of it
   * @param status 200 to 999
   * @param headers all of them
   * @param body not copied: the adapter lets go of it. Empty where it was not held back whole, and
   *     of an error page the message
   */
  public static StoredResponse adopt(Kind kind, int status, List<HeaderLine> headers, byte[] body) {
    return new StoredResponse(kind, status, List.copyOf(headers), body);
  }

  static StoredResponse omitted(int status, List<HeaderLine> headers) {
    return new StoredResponse(Kind.OMITTED, status, headers, EMPTY);
  }

  /**
   * The outcome to amend a record with, for operators who settle a doubt: duplicates get this
   * response from then on.
   */
  public Outcome toOutcome() {
    return Outcome.adopt(Outcome.Status.SUCCESS, ResponseCodec.INSTANCE.encode(this));
  }

  /** The same with more headers. */
  StoredResponse with(List<HeaderLine> more) {
    List<HeaderLine> all = new ArrayList<>(headers);
    all.addAll(more);
    return having(List.copyOf(all));
  }

  /** The same with other headers. */
  StoredResponse having(List<HeaderLine> others) {
    return new StoredResponse(kind, status, others, body);
  }

  /** What there is of it. */
  public Kind kind() {
    return kind;
  }

  /** The status; of an omitted one, the status that it had. */
  public int status() {
    return status;
  }

  /** The headers that were kept, in order. */
  public List<HeaderLine> headers() {
    return headers;
  }

  /** How many bytes the body has. */
  public int length() {
    return body.length;
  }

  /** A copy of the body. */
  public byte[] body() {
    return body.clone();
  }

  /** The body as text, from UTF-8: the message of an error page. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body without a copy, for those who only write it on. */
  byte[] sharedBody() {
    return body;
  }

  /** Writes the body. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(body);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredResponse that
        && kind == that.kind
        && status == that.status
        && headers.equals(that.headers)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, status, headers, Arrays.hashCode(body));
  }

  /** The status and the length; never the contents, which may be confidential. */
  @Override
  public String toString() {
    return status + "(" + kind + ", " + body.length + " bytes)";
  }
}
