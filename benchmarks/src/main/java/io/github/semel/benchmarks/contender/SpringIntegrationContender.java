package io.github.semel.benchmarks.contender;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.semel.Fingerprint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.metadata.SimpleMetadataStore;

/** Spring Integration's metadata store, the ground of its idempotent receiver. */
final class SpringIntegrationContender implements Contender {

  private static final String PENDING = "pending";

  private final ConcurrentMap<String, String> map = new ConcurrentHashMap<>();
  private final SimpleMetadataStore store = new SimpleMetadataStore(map);
  private final String response;

  SpringIntegrationContender(Conditions conditions) {
    this.response = new String(conditions.response(), ISO_8859_1);
  }

  @Override
  public Object submit(String key, Fingerprint fingerprint) {
    String there = store.putIfAbsent(key, PENDING);
    if (there == null) {
      return store.replace(key, PENDING, response) ? CLAIMED : BUSY;
    }
    return there.equals(PENDING) ? BUSY : there;
  }

  @Override
  public @Nullable Object claim(String key, Fingerprint fingerprint) {
    return store.putIfAbsent(key, PENDING) == null ? CLAIMED : null;
  }

  @Override
  public void complete(String key, Object claim) {
    store.replace(key, PENDING, response);
  }

  @Override
  public @Nullable Object replay(String key, Fingerprint fingerprint) {
    String there = store.get(key);
    return PENDING.equals(there) ? null : there;
  }

  @Override
  public byte read(Object replayed) {
    return (byte) ((String) replayed).charAt(0);
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] ownResponse) {
    if (store.putIfAbsent(key, PENDING) != null
        || !store.replace(key, PENDING, new String(ownResponse, ISO_8859_1))) {
      throw new IllegalStateException(key + " was taken");
    }
  }

  @Override
  public void remove(String key) {
    store.remove(key);
  }

  @Override
  public long size() {
    return map.size();
  }

  @Override
  public Object root() {
    return map;
  }

  @Override
  public void close() {
    map.clear();
  }
}
