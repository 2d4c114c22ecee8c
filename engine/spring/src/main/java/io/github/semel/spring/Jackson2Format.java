package io.github.semel.spring;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.semel.executor.Codec;
import java.lang.reflect.Type;

/** The application's JSON, by Jackson 2. */
final class Jackson2Format implements ValueFormat {

  private final ObjectMapper mapper;
  private final ObjectMapper sorted;

  @SuppressWarnings("deprecation") // the builder that replaces it cannot begin from a mapper
  Jackson2Format(ObjectMapper mapper) {
    this.mapper = mapper;
    this.sorted =
        mapper
            .copy()
            .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
  }

  @Override
  public Codec<Object> codec(Type type) {
    JavaType resolved = mapper.constructType(type);
    return new Codec<>() {
      @Override
      public byte[] encode(Object result) throws Exception {
        return mapper.writerFor(resolved).writeValueAsBytes(result);
      }

      @Override
      public Object decode(byte[] bytes) throws Exception {
        return mapper.readerFor(resolved).readValue(bytes);
      }
    };
  }

  @Override
  public byte[] canonical(Object value) throws Exception {
    return sorted.writeValueAsBytes(value);
  }
}
