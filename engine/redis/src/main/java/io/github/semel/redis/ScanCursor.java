package io.github.semel.redis;

import io.github.semel.InvalidArgumentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where a scan stands.
 *
 * @param servers for which server processes it counts
 * @param server which of the masters is being scanned
 * @param position the server's own cursor
 * @param left names that the server has given already and that did not fit into a page. SCAN cannot
 *     be told to give fewer than it happens to find in one place, so they go along with the cursor
 */
record ScanCursor(int servers, int server, String position, List<byte[]> left) {

  private static final byte VERSION = 1;
  private static final int MOST_LEFT = 1_000_000;

  static ScanCursor start(int servers) {
    return new ScanCursor(servers, 0, "0", List.of());
  }

  /** The text that callers hand back. */
  String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      data.writeByte(VERSION);
      data.writeInt(servers);
      data.writeInt(server);
      data.writeUTF(position);
      data.writeInt(left.size());
      for (byte[] name : left) {
        data.writeShort(name.length);
        data.write(name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws InvalidArgumentException for any other text
   */
  static ScanCursor parse(String text) {
    try (DataInputStream data =
        new DataInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
      if (data.readByte() == VERSION) {
        int servers = data.readInt();
        int server = data.readInt();
        String position = data.readUTF();
        int count = data.readInt();
        List<byte[]> left = new ArrayList<>();
        if (server >= 0 && count >= 0 && count <= MOST_LEFT && position(position)) {
          for (int i = 0; i < count; i++) {
            left.add(data.readNBytes(data.readUnsignedShort()));
          }
          if (data.read() < 0) {
            return new ScanCursor(servers, server, position, left);
          }
        }
      }
      throw refused(text, null);
    } catch (IOException | IllegalArgumentException e) {
      throw e instanceof InvalidArgumentException own ? own : refused(text, e);
    }
  }

  /** Whether the server would take it for a cursor: 64 bits, unsigned. */
  private static boolean position(String text) {
    return text.matches("[0-9]{1,20}")
        && Long.toUnsignedString(Long.parseUnsignedLong(text)).equals(text);
  }

  private static InvalidArgumentException refused(
      String text, @org.jspecify.annotations.Nullable Exception cause) {
    InvalidArgumentException refused =
        new InvalidArgumentException(
            "cursor",
            text.length() <= 80 ? text : text.substring(0, 80) + "…",
            "one that this store has given");
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }
}
