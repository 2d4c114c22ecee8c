package io.github.semel.http.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A body that was read before, for the handler to read. */
final class RereadBody extends ServletInputStream {

  private final ByteArrayInputStream bytes;
  private final HttpServletRequest request;

  RereadBody(byte[] bytes, HttpServletRequest request) {
    this.bytes = new ByteArrayInputStream(bytes);
    this.request = request;
  }

  @Override
  public int read() {
    return bytes.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    return bytes.read(target, offset, length);
  }

  /** As the next, without the large buffer that the inherited one reads through. */
  @Override
  public byte[] readAllBytes() {
    return bytes.readAllBytes();
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    return bytes.transferTo(out);
  }

  @Override
  public int available() {
    return bytes.available();
  }

  @Override
  public boolean isFinished() {
    return bytes.available() == 0;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  /** All of it is there: the listener is told so once, on a thread of the container's. */
  @Override
  public void setReadListener(ReadListener listener) {
    request
        .getAsyncContext()
        .start(
            () -> {
              try {
                if (!isFinished()) {
                  listener.onDataAvailable();
                }
                if (isFinished()) {
                  listener.onAllDataRead();
                }
              } catch (IOException | RuntimeException e) {
                listener.onError(e);
              }
            });
  }
}
