package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against vectors of the authors' reference code: key 00 01 .. 0f, text 00 01 .. */
class SipHashTest {

  private static final SipHash HASH = new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L);

  @ParameterizedTest
  @CsvSource({
    "0, a3817f04ba25a8e66df67214c7550293",
    "1, da87c1d86b99af44347659119b22fc45",
    "2, 8177228da4a45dc7fca38bdef60affe4"
  })
  void digests(int length, String expected) {
    byte[] text = new byte[64];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) i;
    }
    MapKey key = new MapKey();
    HASH.hash(text, length, key);
    byte[] digest =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(key.first())
            .putLong(key.second())
            .array();
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(expected);
  }
}
