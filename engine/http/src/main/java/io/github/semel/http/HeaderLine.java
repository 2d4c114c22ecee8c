package io.github.semel.http;

/**
 * One line of a header.
 *
 * @param name its name, in any case
 * @param value its value
 */
public record HeaderLine(String name, String value) {}
