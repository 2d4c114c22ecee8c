package io.github.semel.example;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a payment. */
public enum PaymentStatus {
  /** The gateway is being asked. */
  @JsonProperty("pending")
  PENDING,
  /** The money was taken. */
  @JsonProperty("completed")
  COMPLETED,
  /** The gateway declined, for good. */
  @JsonProperty("failed")
  FAILED
}
