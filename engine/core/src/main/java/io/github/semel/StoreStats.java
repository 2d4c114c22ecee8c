package io.github.semel;

import java.util.OptionalLong;

/**
 * What a store holds at one moment; weakly consistent under load.
 *
 * @param entries records held, those included that have expired and were not swept yet
 * @param maxEntries how many the store admits, where it is bounded
 * @param expired records swept after they had expired, since the store was opened
 * @param refused new keys refused for lack of room, since the store was opened
 */
public record StoreStats(long entries, OptionalLong maxEntries, long expired, long refused) {}
