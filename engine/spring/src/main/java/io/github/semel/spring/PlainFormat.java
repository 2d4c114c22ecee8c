package io.github.semel.spring;

import io.github.semel.InvalidArgumentException;
import io.github.semel.executor.Codec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;

/**
 * Where there is no Jackson: results that are text, bytes or nothing; arguments that are simple.
 */
final class PlainFormat implements ValueFormat {

  /** Either of the codecs, by the type that it was chosen for. */
  private record Typed<T>(Class<T> type, Codec<T> codec) implements Codec<Object> {

    @Override
    public byte[] encode(Object result) throws Exception {
      return codec.encode(type.cast(result));
    }

    @Override
    public Object decode(byte[] bytes) throws Exception {
      return codec.decode(bytes);
    }
  }

  private static final Codec<Object> TEXT = new Typed<>(String.class, Codec.text());
  private static final Codec<Object> BYTES = new Typed<>(byte[].class, Codec.bytes());

  @Override
  public Codec<Object> codec(Type type) {
    if (type == byte[].class) {
      return BYTES;
    }
    // Nothing has no bytes; it needs a codec all the same.
    if (List.<Type>of(String.class, void.class, Void.class).contains(type)) {
      return TEXT;
    }
    throw new InvalidArgumentException(
        "result", type.getTypeName(), "String or byte[] where there is no Jackson");
  }

  @Override
  public byte[] canonical(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    Object[] values = value instanceof Object[] several ? several : new Object[] {value};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (@Nullable Object each : values) {
      // Its length in front, so that ("ab", "c") and ("a", "bc") differ; null has none.
      byte[] bytes = each == null ? null : text(each).getBytes(StandardCharsets.UTF_8);
      out.writeBytes(
          ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).array());
      if (bytes != null) {
        out.writeBytes(bytes);
      }
    }
    return out.toByteArray();
  }

  private static String text(Object value) {
    if (!BeanUtils.isSimpleValueType(value.getClass())) {
      throw new InvalidArgumentException(
          "argument",
          "a " + value.getClass().getName(),
          "a simple value where there is no Jackson");
    }
    return value.toString();
  }
}
