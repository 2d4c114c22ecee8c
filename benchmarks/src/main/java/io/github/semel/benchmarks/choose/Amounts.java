package io.github.semel.benchmarks.choose;

import java.util.Locale;

/** Amounts in words, with as many digits as anybody wants to know. */
final class Amounts {

  private static final double MILLION = 1e6;

  private Amounts() {}

  /** 12,345 or 164 million. */
  static String count(double number) {
    return number < MILLION
        ? String.format(Locale.ROOT, "%,d", Math.round(number))
        : digits(number / MILLION) + " million";
  }

  /** Of bytes: 109 GB. */
  static String bytes(double bytes) {
    if (bytes < 1e3) {
      return Math.round(bytes) + " bytes";
    }
    if (bytes < MILLION) {
      return digits(bytes / 1e3) + " kB";
    }
    return bytes < 1e9 ? digits(bytes / MILLION) + " MB" : digits(bytes / 1e9) + " GB";
  }

  /** Of microseconds: 250 µs or 7.1 ms. */
  static String time(double micros) {
    return micros < 1e3 ? digits(micros) + " µs" : digits(micros / 1e3) + " ms";
  }

  /** Of seconds: 24 h. */
  static String span(double seconds) {
    if (seconds < 60) {
      return digits(seconds) + " s";
    }
    return seconds < 3_600 ? digits(seconds / 60) + " min" : digits(seconds / 3_600) + " h";
  }

  /** Two digits and more: 7.1, 109, 1,234. */
  private static String digits(double number) {
    return number < 9.95
        ? String.format(
            Locale.ROOT, "%d.%d", Math.round(number * 10) / 10, Math.round(number * 10) % 10)
        : String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /** The least number of two digits and zeros that is not less: room for so many entries. */
  static long roundedUp(double number) {
    long unit = 1;
    while (number / unit > 100) {
      unit *= 10;
    }
    return Math.max(1, (long) Math.ceil(number / unit)) * unit;
  }
}
