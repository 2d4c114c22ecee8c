package io.github.semel.redis.server;

/** The server's error reply; the message is the reply, which starts with its code. */
public final class RespErrorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RespErrorException(String reply) {
    super(reply);
  }

  /** The first word of the reply, such as {@code NOAUTH}. */
  public String code() {
    String reply = String.valueOf(getMessage());
    int space = reply.indexOf(' ');
    return space < 0 ? reply : reply.substring(0, space);
  }
}
