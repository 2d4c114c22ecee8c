package io.github.semel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What became of the work, as it is recorded and replayed. Immutable. */
public final class Outcome {

  /** The kinds of outcome. */
  public enum Status {
    /** The work succeeded; the bytes are its result. */
    SUCCESS,
    /** The work failed for good; the bytes say how, and duplicates get them. */
    FAILURE,
    /** The work was executed, and its result is too large or may not be stored. No bytes. */
    OMITTED,
    /**
     * An earlier attempt may have taken effect; nobody executes the work until an operator decides.
     * No bytes.
     */
    IN_DOUBT
  }

  private static final byte[] EMPTY = {};
  private static final Outcome OMITTED = new Outcome(Status.OMITTED, EMPTY);
  private static final Outcome IN_DOUBT = new Outcome(Status.IN_DOUBT, EMPTY);

  private final Status status;
  private final byte[] bytes;

  private Outcome(Status status, byte[] bytes) {
    this.status = status;
    this.bytes = bytes;
  }

  /** A success with a copy of {@code bytes}. */
  public static Outcome success(byte[] bytes) {
    return new Outcome(Status.SUCCESS, Limits.requireNonNull("bytes", bytes).clone());
  }

  /** A final failure with a copy of {@code bytes}. */
  public static Outcome failure(byte[] bytes) {
    return new Outcome(Status.FAILURE, Limits.requireNonNull("bytes", bytes).clone());
  }

  /** Executed, with nothing to replay. */
  public static Outcome omitted() {
    return OMITTED;
  }

  /** Perhaps executed; waits for an operator. */
  public static Outcome inDoubt() {
    return IN_DOUBT;
  }

  /**
   * An outcome around {@code bytes} without a copy, for stores and codecs that have just made the
   * array and let go of it.
   *
   * @throws InvalidArgumentException when a status without bytes is given some
   */
  public static Outcome adopt(Status status, byte[] bytes) {
    Limits.requireNonNull("bytes", bytes);
    switch (Limits.requireNonNull("status", status)) {
      case SUCCESS, FAILURE -> {
        return new Outcome(status, bytes);
      }
      default -> {
        if (bytes.length > 0) {
          throw new InvalidArgumentException("bytes.length", bytes.length, "0 for " + status);
        }
        return status == Status.OMITTED ? OMITTED : IN_DOUBT;
      }
    }
  }

  /** Which kind of outcome this is. */
  public Status status() {
    return status;
  }

  /** How many bytes were recorded. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes; O({@link #length}). */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Copies the bytes into {@code target} from {@code offset} on, for stores that keep them in
   * memory of their own; O({@link #length}).
   *
   * @throws IndexOutOfBoundsException when they do not fit there; nothing was copied then
   */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** The bytes without a copy, read-only. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Outcome that
        && status == that.status
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * status.hashCode() + Arrays.hashCode(bytes);
  }

  /** The status and the length; never the bytes, which may be confidential. */
  @Override
  public String toString() {
    return status + "(" + bytes.length + " bytes)";
  }
}
