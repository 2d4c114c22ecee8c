package io.github.semel.spring;

import io.github.semel.executor.Codec;
import java.lang.reflect.Type;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The application's JSON, by Jackson 3. */
final class Jackson3Format implements ValueFormat {

  private final JsonMapper mapper;
  private final JsonMapper sorted;

  Jackson3Format(JsonMapper mapper) {
    this.mapper = mapper;
    this.sorted =
        mapper
            .rebuild()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
  }

  @Override
  public Codec<Object> codec(Type type) {
    JavaType resolved = mapper.constructType(type);
    return new Codec<>() {
      @Override
      public byte[] encode(Object result) {
        return mapper.writerFor(resolved).writeValueAsBytes(result);
      }

      @Override
      public Object decode(byte[] bytes) {
        return mapper.readerFor(resolved).readValue(bytes);
      }
    };
  }

  @Override
  public byte[] canonical(Object value) {
    return sorted.writeValueAsBytes(value);
  }
}
