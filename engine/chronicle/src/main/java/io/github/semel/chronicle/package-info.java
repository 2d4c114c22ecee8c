/**
 * The store over Chronicle Map: off-heap, in memory or in a file that survives its process. Knows
 * the API, Chronicle Map and nothing else; no type of Chronicle's shows in a public signature.
 */
@org.jspecify.annotations.NullMarked
package io.github.semel.chronicle;
