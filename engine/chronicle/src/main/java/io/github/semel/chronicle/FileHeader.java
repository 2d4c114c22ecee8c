package io.github.semel.chronicle;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * What a file says of itself. It stands in the map under {@link MapKey#HEADER}, written once, when
 * the file is made. A file that is opened again has the sizes that it was made with, whatever is
 * asked for, so what is asked for is compared.
 *
 * <pre>
 *   0 .. 3  "SMLC"
 *   4 .. 7  format
 *   8 .. 23 secret of the keys
 *  24 .. 31 max entries
 *  32 .. 35 average key bytes
 *  36 .. 39 reserved outcome bytes
 *  40 .. 43 max outcome bytes
 *  44 .. 47 0
 * </pre>
 *
 * <p>Big-endian.
 *
 * @param firstSecret of the keys' digests
 * @param secondSecret of the keys' digests
 * @param shape what the file was made for
 */
record FileHeader(long firstSecret, long secondSecret, MapShape shape) {

  static final int BYTES = 48;

  private static final int MAGIC = 0x534D4C43;
  private static final int FORMAT = 1;

  /** The header of a new file. */
  static FileHeader create(MapShape shape) {
    SecureRandom random = new SecureRandom();
    return new FileHeader(random.nextLong(), random.nextLong(), shape);
  }

  KeyCodec codec() {
    return new KeyCodec(new SipHash(firstSecret, secondSecret));
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putInt(MAGIC)
        .putInt(FORMAT)
        .putLong(firstSecret)
        .putLong(secondSecret)
        .putLong(shape.maxEntries())
        .putInt(shape.averageKeyBytes())
        .putInt(shape.reservedOutcomeBytes())
        .putInt(shape.maxOutcomeBytes())
        .array();
  }

  /**
   * The header in these bytes.
   *
   * @throws UnusableFileException when they are none of this format, or another shape is asked for
   */
  static FileHeader of(byte[] bytes, Path file, MapShape asked) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length < 8 || buffer.getInt() != MAGIC) {
      throw new UnusableFileException(
          file, "it is a Chronicle Map, and none of this store's", null);
    }
    int format = buffer.getInt();
    if (format != FORMAT || bytes.length < BYTES) {
      throw new UnusableFileException(
          file,
          "it is of format "
              + format
              + ", and this version reads "
              + FORMAT
              + ": open it with the version that made it",
          null);
    }
    FileHeader header =
        new FileHeader(
            buffer.getLong(),
            buffer.getLong(),
            new MapShape(buffer.getLong(), buffer.getInt(), buffer.getInt(), buffer.getInt()));
    if (!header.shape.equals(asked)) {
      throw new UnusableFileException(
          file,
          "it was made for "
              + describe(header.shape)
              + ", and is opened for "
              + describe(asked)
              + ": a file keeps its size, so open it as it was made, or begin a new one",
          null);
    }
    return header;
  }

  private static String describe(MapShape shape) {
    return "maxEntries "
        + shape.maxEntries()
        + ", averageKeyBytes "
        + shape.averageKeyBytes()
        + ", reservedOutcomeBytes "
        + shape.reservedOutcomeBytes()
        + ", maxOutcomeBytes "
        + shape.maxOutcomeBytes();
  }
}
