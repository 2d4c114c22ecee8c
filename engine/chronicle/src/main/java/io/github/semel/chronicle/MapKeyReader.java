package io.github.semel.chronicle;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link MapKey} from the map. Its name stands in each file, as that of {@link
 * MapKeyAccess} does.
 */
final class MapKeyReader implements SizedReader<MapKey> {

  /** For Chronicle Map. */
  MapKeyReader() {}

  @Override
  @SuppressWarnings("rawtypes") // As Chronicle declares it.
  public MapKey read(Bytes in, long size, @Nullable MapKey using) {
    MapKey key = using == null ? new MapKey() : using;
    key.set(in.readLong(), in.readLong());
    return key;
  }

  @Override
  public void readMarshallable(WireIn wire) {
    // It has no settings.
  }

  @Override
  public void writeMarshallable(WireOut wire) {
    // It has no settings.
  }
}
