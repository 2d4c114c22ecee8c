package io.github.semel.benchmarks.report;

/**
 * The memory of one contender.
 *
 * @param store its name
 * @param live how many entries were live
 * @param entries how many it held, with those that had expired and were not swept
 * @param bytes what it took with the keys, without the responses
 * @param bytesWithoutKeys what it took without either
 */
public record FootprintResult(
    String store, long live, long entries, long bytes, long bytesWithoutKeys) {

  /** Bytes a live entry, its key included. */
  public double bytesAnEntry() {
    return (double) bytes / live;
  }

  /** Bytes a live entry, its key not counted. */
  public double bytesAnEntryWithoutKey() {
    return (double) bytesWithoutKeys / live;
  }

  /** One JSON object. */
  public String toJson() {
    return "{\"store\": "
        + Json.quote(store)
        + ", \"live\": "
        + live
        + ", \"entries\": "
        + entries
        + ", \"bytes\": "
        + bytes
        + ", \"bytesWithoutKeys\": "
        + bytesWithoutKeys
        + "}";
  }

  static FootprintResult of(Json json) {
    return new FootprintResult(
        json.get("store").text(),
        (long) json.get("live").number(),
        (long) json.get("entries").number(),
        (long) json.get("bytes").number(),
        (long) json.get("bytesWithoutKeys").number());
  }
}
