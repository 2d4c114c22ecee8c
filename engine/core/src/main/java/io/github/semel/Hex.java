package io.github.semel;

import java.util.HexFormat;

/** The one way that 128 bits are written. */
final class Hex {

  private Hex() {}

  static String of(long high, long low) {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(high) + format.toHexDigits(low);
  }
}
