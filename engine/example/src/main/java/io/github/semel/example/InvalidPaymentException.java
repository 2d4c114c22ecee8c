package io.github.semel.example;

import java.util.List;

/** A request does not say what a payment needs. */
final class InvalidPaymentException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<FieldError> errors;

  /**
   * What is wrong with one field.
   *
   * @param field its name; empty for the whole document
   * @param message what it must be, and what it is
   */
  record FieldError(String field, String message) {}

  InvalidPaymentException(List<FieldError> errors) {
    super(errors.toString());
    this.errors = List.copyOf(errors);
  }

  List<FieldError> errors() {
    return errors;
  }
}
