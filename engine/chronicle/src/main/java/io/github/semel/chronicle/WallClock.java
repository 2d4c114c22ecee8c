package io.github.semel.chronicle;

import io.github.semel.StoreClock;
import java.time.Instant;

/** The machine's clock. It may go backwards; {@link StoreState} sees to it that nobody notices. */
final class WallClock implements StoreClock {

  @Override
  public long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }
}
