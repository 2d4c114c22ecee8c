package io.github.semel.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

  private final ByteArrayOutputStream held = new ByteArrayOutputStream(256);
  private final int limit;
  private final Opening opening;
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
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (wire == null && length > limit - held.size()) {
      stream();
    }
    (wire == null ? held : wire).write(bytes, offset, length);
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
      held.writeTo(opened);
      held.reset();
    }
  }

  /** Whether the body goes to the client as it comes. */
  public boolean isStreamed() {
    return wire != null;
  }

  /** How many bytes are held back. */
  public int length() {
    return held.size();
  }

  /** A copy of what is held back. */
  public byte[] bytes() {
    return held.toByteArray();
  }

  /** Forgets what is held back. */
  public void reset() {
    held.reset();
  }
}
