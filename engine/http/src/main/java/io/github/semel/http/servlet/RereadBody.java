package io.github.semel.http.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

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
