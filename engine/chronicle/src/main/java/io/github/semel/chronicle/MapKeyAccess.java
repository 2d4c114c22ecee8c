package io.github.semel.chronicle;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.AbstractData;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.serialization.DataAccess;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.jspecify.annotations.Nullable;

/**
 * Shows a {@link MapKey} to the map as off-heap bytes, always in the same place: the heap's own
 * byte arrays would be wrapped anew for every look-up. The map copies it for each of its contexts,
 * which are used by one thread each.
 *
 * <p>Its name stands in each file: a file cannot be opened once this class is called otherwise.
 */
final class MapKeyAccess extends AbstractData<MapKey> implements DataAccess<MapKey> {

  static final int BYTES = 16;

  // Not part of what is written to the file.
  private transient BytesStore<?, ?> image = newImage();
  private transient @Nullable MapKey key;

  /** For Chronicle Map. */
  MapKeyAccess() {}

  private static BytesStore<?, ?> newImage() {
    return BytesStore.nativeStoreWithFixedCapacity(BYTES);
  }

  @Override
  public Data<MapKey> getData(MapKey instance) {
    key = instance;
    long address = image.addressForWrite(0);
    OS.memory().writeLong(address, instance.first());
    OS.memory().writeLong(address + 8, instance.second());
    return this;
  }

  @Override
  public RandomDataInput bytes() {
    return image;
  }

  @Override
  public long offset() {
    return 0;
  }

  @Override
  public long size() {
    return BYTES;
  }

  @Override
  public MapKey get() {
    if (key == null) {
      throw new AssertionError("no key is shown");
    }
    return key;
  }

  @Override
  public MapKey getUsing(@Nullable MapKey using) {
    return get();
  }

  @Override
  public void uninit() {
    key = null;
  }

  @Override
  public DataAccess<MapKey> copy() {
    return new MapKeyAccess();
  }

  @Override
  public void readMarshallable(WireIn wire) {
    image = newImage();
  }

  @Override
  public void writeMarshallable(WireOut wire) {
    // It has no settings.
  }
}
