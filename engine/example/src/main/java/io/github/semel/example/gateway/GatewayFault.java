package io.github.semel.example.gateway;

/** What goes wrong with a charge. */
public enum GatewayFault {
  /** It takes longer than anybody waits; then it is made. */
  SLOW,
  /** The gateway is out of order, says so, and charges nothing. */
  UNAVAILABLE,
  /** The charge is made, and the reply is lost. */
  REPLY_LOST,
  /** The charge is declined, for good. */
  DECLINED
}
