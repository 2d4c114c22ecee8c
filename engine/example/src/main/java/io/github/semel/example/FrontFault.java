package io.github.semel.example;

/** What goes wrong between a client and this service. */
public enum FrontFault {
  /** The connection breaks before the request is looked at. */
  REQUEST_LOST,
  /** The request is served, and the connection breaks before the response is sent. */
  REPLY_LOST
}
