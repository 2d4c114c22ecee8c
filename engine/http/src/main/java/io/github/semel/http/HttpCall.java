package io.github.semel.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/**
 * One exchange of a server, as an adapter presents it. {@link HttpIdempotency#serve} calls exactly
 * one of {@link #pass}, {@link #perform} and {@link #send} first; after {@link #perform} it calls
 * one of {@link #release}, {@link #send} and {@link #fail}. One thread at a time.
 */
public interface HttpCall extends RequestHead {

  /** The body, to be read once and by nobody else. */
  InputStream body() throws IOException;

  /** Hands the request to the handler as it came; what the handler answers is its own affair. */
  void pass() throws Exception;

  /**
   * Hands the request to the handler and holds back what it answers. The handler may go on after
   * this has returned; the stage completes when it has finished its response, and fails with what
   * the handler throws before it has begun one.
   */
  CompletionStage<HandlerResponse> perform(HandlerRequest request) throws Exception;

  /** Sets a header of the response to come, whoever makes it. Called before all else. */
  void setHeader(String name, String value);

  /** Lets go of the response that was held back, and ends the exchange. */
  void release() throws IOException;

  /** Sends a response in place of the handler's, if there is any, and ends the exchange. */
  void send(StoredResponse response) throws IOException;

  /**
   * Ends an exchange whose handler has failed on another thread, after {@link
   * HttpIdempotency#serve} has returned; until then failures are thrown.
   */
  void fail(Throwable failure);
}
