package io.github.semel.redis.server;

import org.jspecify.annotations.Nullable;

/** A server did not start, or did not reach an awaited state in time. */
public final class RedisServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RedisServerException(String message) {
    super(message);
  }

  RedisServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
