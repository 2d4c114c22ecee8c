package io.github.semel.http;

import io.github.semel.Limits;
import io.github.semel.executor.Codec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How responses become bytes. Headers are kept as UTF-8; numbers are big-endian.
 *
 * <pre>
 *  offset  bytes
 *       0  1      format, 1
 *       1  1      kind: 0 whole, 1 omitted, 2 error page
 *       2  2      status
 *       4  2      number of headers, then of each:
 *                   2  length of its name     n  its name
 *                   4  length of its value    n  its value
 *          rest   body
 * </pre>
 */
final class ResponseCodec implements Codec<StoredResponse> {

  static final ResponseCodec INSTANCE = new ResponseCodec();

  private static final byte FORMAT = 1;
  private static final int FIXED = 6;
  private static final int MAX_SHORT = 0xFFFF;

  private ResponseCodec() {}

  /** As many bytes as the response may take at most, found without encoding it. */
  static long maxLength(StoredResponse response) {
    long length = FIXED + (long) response.length();
    for (HeaderLine header : response.headers()) {
      int characters = header.name().length() + header.value().length();
      length += Short.BYTES + Integer.BYTES + 3L * characters;
    }
    return length;
  }

  @Override
  public byte[] encode(StoredResponse response) {
    List<HeaderLine> headers = response.headers();
    byte[][] texts = new byte[headers.size() * 2][];
    int length = FIXED;
    for (int i = 0; i < headers.size(); i++) {
      byte[] name = headers.get(i).name().getBytes(StandardCharsets.UTF_8);
      byte[] value = headers.get(i).value().getBytes(StandardCharsets.UTF_8);
      Limits.requireRange("header name's length", name.length, 1, MAX_SHORT);
      texts[2 * i] = name;
      texts[2 * i + 1] = value;
      length += Short.BYTES + name.length + Integer.BYTES + value.length;
    }
    byte[] body = response.sharedBody();
    ByteBuffer bytes = ByteBuffer.allocate(length + body.length);
    bytes.put(FORMAT).put(response.kind().code).putShort((short) response.status());
    bytes.putShort((short) Limits.requireRange("headers", headers.size(), 0, MAX_SHORT));
    for (int i = 0; i < texts.length; i += 2) {
      bytes.putShort((short) texts[i].length).put(texts[i]);
      bytes.putInt(texts[i + 1].length).put(texts[i + 1]);
    }
    return bytes.put(body).array();
  }

  @Override
  public StoredResponse decode(byte[] bytes) throws UnreadableResponseException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte format = in.get();
      if (format != FORMAT) {
        throw new UnreadableResponseException(
            "format " + format + "; this version reads " + FORMAT + " alone", null);
      }
      StoredResponse.Kind kind = kind(in.get());
      int status = in.getShort();
      int count = Short.toUnsignedInt(in.getShort());
      List<HeaderLine> headers = new ArrayList<>(Math.min(count, 64));
      for (int i = 0; i < count; i++) {
        String name = text(bytes, in, Short.toUnsignedInt(in.getShort()));
        headers.add(new HeaderLine(name, text(bytes, in, in.getInt())));
      }
      return new StoredResponse(
          kind,
          status,
          List.copyOf(headers),
          Arrays.copyOfRange(bytes, in.position(), bytes.length));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new UnreadableResponseException("the bytes end early or are damaged", e);
    }
  }

  private static StoredResponse.Kind kind(byte code) throws UnreadableResponseException {
    for (StoredResponse.Kind kind : StoredResponse.Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new UnreadableResponseException("kind " + code + " is none of this format's", null);
  }

  private static String text(byte[] bytes, ByteBuffer in, int length) {
    // Checked before the copy is made: a damaged length must not allocate gigabytes.
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }
}
