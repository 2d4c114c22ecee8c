package io.github.semel.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, held back until it has more bytes than a limit; then it goes to the
 * client, what was held first and the rest as it comes. For adapters. Used by one thread at a time.
 */
public final class HeldBody extends OutputStream {

  /** Begins the response on the wire. */
  @FunctionalInterface
  public interface Opening {

    /** Sends the head, and returns where the body goes. */
    OutputStream open() throws IOException;
  }

  private static final byte[] NOTHING = {};

  /** What a body grows to that comes in more than one piece, at least. */
  private static final int MANY_PIECES = 256;

  private final int limit;
  private final Opening opening;

  /**
   * What is held back, from its beginning on; as long as the first piece until there is a second,
   * because most bodies are written in one. Once full it is never written again, so that {@link
   * #bytes} may give it away.
   */
  private byte[] held = NOTHING;

  private int length;
  private @Nullable OutputStream wire;

  /**
   * A body of which up to {@code limit} bytes are held back.
   *
   * @param limit zero or more
   */
  public HeldBody(int limit, Opening opening) {
    this.limit = limit;
    this.opening = opening;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (wire == null && count > limit - length) {
      stream();
    }
    if (wire != null) {
      wire.write(bytes, offset, count);
      return;
    }
    Objects.checkFromIndexSize(offset, count, bytes.length);
    if (count > held.length - length) {
      held = Arrays.copyOf(held, capacityFor(count));
    }
    System.arraycopy(bytes, offset, held, length, count);
    length += count;
  }

  private int capacityFor(int more) {
    // Never more than the limit, as both together are not.
    int needed = length + more;
    long roomy = Math.max(needed, Math.max(MANY_PIECES, 2L * length));
    return length == 0 ? needed : (int) Math.min(limit, roomy);
  }

  /** Passed on when the body is streamed; what is held back stays. */
  @Override
  public void flush() throws IOException {
    if (wire != null) {
      wire.flush();
    }
  }

  /** Ends a streamed body; what is held back stays. */
  @Override
  public void close() throws IOException {
    if (wire != null) {
      wire.close();
    }
  }

  /** Stops to hold back: from here on the body goes to the client as it comes. */
  public void stream() throws IOException {
    if (wire == null) {
      OutputStream opened = opening.open();
      wire = opened;
      writeTo(opened);
      reset();
    }
  }

  /** Whether the body goes to the client as it comes. */
  public boolean isStreamed() {
    return wire != null;
  }

  /** How many bytes are held back. */
  public int length() {
    return length;
  }

  /** What is held back; not to be changed. What is written later is not in it. */
  public byte[] bytes() {
    return length == held.length ? held : Arrays.copyOf(held, length);
  }

  /** Writes what is held back, without a copy. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(held, 0, length);
  }

  /** Forgets what is held back. */
  public void reset() {
    held = NOTHING;
    length = 0;
  }
}
