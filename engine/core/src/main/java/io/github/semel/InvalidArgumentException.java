package io.github.semel;

import org.jspecify.annotations.Nullable;

/**
 * Thrown for bad input before anything is touched. The message names the argument, its value and
 * the bound that it breaks.
 */
public final class InvalidArgumentException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String argument;

  /**
   * An exception that says which argument broke which bound.
   *
   * @param argument the argument's name
   * @param value what was passed
   * @param bound what would have been accepted
   */
  public InvalidArgumentException(String argument, @Nullable Object value, String bound) {
    super(argument + " must be " + bound + ", but is " + quoted(value));
    this.argument = argument;
  }

  /** The name of the argument that was refused. */
  public String argument() {
    return argument;
  }

  private static String quoted(@Nullable Object value) {
    return value instanceof CharSequence ? "\"" + value + "\"" : String.valueOf(value);
  }
}
