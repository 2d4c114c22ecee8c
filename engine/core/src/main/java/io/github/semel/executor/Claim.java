package io.github.semel.executor;

import io.github.semel.Fingerprint;
import io.github.semel.Ticket;
import java.time.Duration;

/** A claim of ours: its ticket, what its request says, and how long its outcome is to be kept. */
record Claim(Ticket ticket, Fingerprint fingerprint, Duration ttl) {

  String key() {
    return ticket.key();
  }
}
