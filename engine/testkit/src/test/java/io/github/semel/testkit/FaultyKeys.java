package io.github.semel.testkit;

import io.github.semel.Fingerprint;
import java.text.Normalizer;
import java.util.Locale;

/** How {@link FaultyStore} compares keys and fingerprints. */
final class FaultyKeys {

  private static final int CUT = 1_000;

  private final StoreFault fault;

  FaultyKeys(StoreFault fault) {
    this.fault = fault;
  }

  String stored(String key) {
    return switch (fault) {
      case KEYS_ARE_TRIMMED -> key.strip();
      case KEYS_ARE_FOLDED -> key.toLowerCase(Locale.ROOT);
      case KEYS_END_AT_NUL -> key.indexOf('\0') < 0 ? key : key.substring(0, key.indexOf('\0'));
      case KEYS_ARE_NORMALIZED -> Normalizer.normalize(key, Normalizer.Form.NFC);
      case KEYS_ARE_HASHED -> Integer.toHexString(key.hashCode());
      case LONG_KEYS_ARE_CUT -> key.length() <= CUT ? key : key.substring(0, CUT);
      default -> key;
    };
  }

  boolean matches(Fingerprint recorded, Fingerprint asked) {
    return switch (fault) {
      case HALF_A_FINGERPRINT_MATCHES -> recorded.low() == asked.low();
      case NONE_MATCHES_EVERYTHING ->
          recorded.equals(asked)
              || recorded.equals(Fingerprint.NONE)
              || asked.equals(Fingerprint.NONE);
      default -> recorded.equals(asked);
    };
  }
}
