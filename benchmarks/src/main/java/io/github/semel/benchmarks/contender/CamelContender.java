package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jspecify.annotations.Nullable;

/** Camel's repository in memory, which remembers that a key was seen and nothing else. */
final class CamelContender implements Contender {

  private static final Object SEEN = "seen";

  private final MemoryIdempotentRepository repository = new MemoryIdempotentRepository();

  CamelContender(Conditions conditions) {
    repository.setCacheSize(conditions.live());
    repository.start();
  }

  @Override
  public Object submit(String key, Fingerprint fingerprint) {
    if (repository.add(key)) {
      return repository.confirm(key) ? CLAIMED : BUSY;
    }
    return SEEN;
  }

  @Override
  public @Nullable Object claim(String key, Fingerprint fingerprint) {
    return repository.add(key) ? CLAIMED : null;
  }

  @Override
  public void complete(String key, Object claim) {
    repository.confirm(key);
  }

  @Override
  public @Nullable Object replay(String key, Fingerprint fingerprint) {
    return repository.add(key) ? null : SEEN;
  }

  /** There is no response to read. */
  @Override
  public byte read(Object replayed) {
    return 0;
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] response) {
    if (!repository.add(key) || !repository.confirm(key)) {
      throw new IllegalStateException(key + " was taken");
    }
  }

  @Override
  public long size() {
    return repository.getCacheSize();
  }

  @Override
  public Object root() {
    return repository;
  }

  @Override
  public void close() {
    repository.stop();
  }
}
