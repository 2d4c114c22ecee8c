package io.github.semel.spring;

/** Puts the values of properties into a text. */
@FunctionalInterface
interface Placeholders {

  /** {@code text} with its <code>${placeholders}</code> replaced. */
  String resolve(String text);
}
