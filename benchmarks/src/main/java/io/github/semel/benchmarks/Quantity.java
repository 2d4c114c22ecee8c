package io.github.semel.benchmarks;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number with its unit, as people write them: 512B, 24h, 5%. */
final class Quantity {

  private static final Pattern WRITTEN = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([A-Za-zµ%]*)");

  private static final Map<String, Long> BYTES =
      Map.of(
          "B",
          1L,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "TB",
          1_000_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30);

  private static final Map<String, Long> NANOS =
      Map.of(
          "us",
          1_000L,
          "µs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "min",
          60_000_000_000L,
          "h",
          3_600_000_000_000L,
          "d",
          86_400_000_000_000L);

  private Quantity() {}

  /** 512B, 16KiB, 8GB. */
  static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return read(value, BYTES, "512B, 16KiB or 8GB").longValue();
    }
  }

  /** 250us, 5ms, 30s, 10min, 24h, 7d. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return Duration.ofNanos(read(value, NANOS, "5ms, 30s, 10min, 24h or 7d").longValue());
    }
  }

  /** A part of one: 5%. */
  static final class Part implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      return read(value, Map.of("%", 1L), "5%").doubleValue() / 100;
    }
  }

  private static BigDecimal read(String value, Map<String, Long> units, String examples) {
    Matcher written = WRITTEN.matcher(value);
    Long unit = written.matches() ? units.get(written.group(2)) : null;
    if (unit == null) {
      throw new TypeConversionException("'" + value + "' is not of the form " + examples);
    }
    return new BigDecimal(written.group(1)).multiply(BigDecimal.valueOf(unit));
  }
}
