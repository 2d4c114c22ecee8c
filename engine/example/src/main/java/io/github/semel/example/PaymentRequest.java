package io.github.semel.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.semel.example.InvalidPaymentException.FieldError;
import io.github.semel.example.web.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks for.
 *
 * @param amount with the digits that the currency has
 * @param currency its ISO 4217 code
 * @param paymentMethod what is to be charged
 * @param reference what the payment is for; may be empty
 */
record PaymentRequest(BigDecimal amount, String currency, String paymentMethod, String reference) {

  static final BigDecimal MOST = new BigDecimal("1000000");
  static final int MAX_TEXT = 64;

  private static final Set<String> FIELDS =
      Set.of("amount", "currency", "paymentMethod", "reference");

  /**
   * Reads a request, for example {@code {"amount": 12.50, "currency": "EUR", "paymentMethod":
   * "card-4242"}}.
   *
   * @throws InvalidPaymentException with all that is wrong
   */
  static PaymentRequest read(byte[] body) throws InvalidPaymentException {
    JsonNode document;
    try {
      document = Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw invalid("must be JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid("must be JSON");
    }
    if (!document.isObject()) {
      throw invalid("must be a JSON object");
    }
    List<FieldError> errors = new ArrayList<>();
    document
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                errors.add(
                    new FieldError(
                        name,
                        "is not known; known are amount, currency,"
                            + " paymentMethod and reference"));
              }
            });
    Optional<Currency> currency = currency(document, errors);
    Optional<BigDecimal> amount = amount(document, currency, errors);
    String method = text(document, "paymentMethod", 1, errors);
    String reference = text(document, "reference", 0, errors);
    if (!errors.isEmpty() || amount.isEmpty() || currency.isEmpty()) {
      throw new InvalidPaymentException(errors);
    }
    return new PaymentRequest(amount.get(), currency.get().getCurrencyCode(), method, reference);
  }

  private static InvalidPaymentException invalid(String message) {
    return new InvalidPaymentException(List.of(new FieldError("", message)));
  }

  private static Optional<Currency> currency(JsonNode document, List<FieldError> errors) {
    JsonNode node = document.path("currency");
    try {
      if (node.isTextual()) {
        Currency currency = Currency.getInstance(node.textValue());
        // Gold and what is for tests have codes too, and no digits to pay in.
        if (currency.getDefaultFractionDigits() >= 0) {
          return Optional.of(currency);
        }
      }
    } catch (IllegalArgumentException e) {
      // No such code, as the error says.
    }
    errors.add(
        new FieldError("currency", "must be a currency's ISO 4217 code, but is " + shown(node)));
    return Optional.empty();
  }

  private static Optional<BigDecimal> amount(
      JsonNode document, Optional<Currency> currency, List<FieldError> errors) {
    JsonNode node = document.path("amount");
    if (node.isNumber()) {
      BigDecimal amount = node.decimalValue();
      int digits = currency.map(Currency::getDefaultFractionDigits).orElse(2);
      // The sizes first: to bring 1e-999999999 into another scale takes all the memory there is.
      if (amount.signum() > 0
          && amount.compareTo(MOST) <= 0
          && amount.scale() <= MAX_TEXT
          && amount.stripTrailingZeros().scale() <= digits) {
        return Optional.of(amount.setScale(digits));
      }
    }
    errors.add(
        new FieldError(
            "amount",
            "must be a number above 0, at most "
                + MOST
                + ", with no more digits than its currency has, but is "
                + shown(node)));
    return Optional.empty();
  }

  private static String text(JsonNode document, String name, int least, List<FieldError> errors) {
    JsonNode node = document.path(name);
    if (node.isMissingNode() && least == 0) {
      return "";
    }
    String text = node.isTextual() ? node.textValue().strip() : "";
    if (!node.isTextual() || text.length() < least || text.length() > MAX_TEXT) {
      errors.add(
          new FieldError(
              name,
              "must be text of "
                  + least
                  + " to "
                  + MAX_TEXT
                  + " characters, but is "
                  + shown(node)));
    }
    return text;
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "missing";
    }
    String text = node.toString();
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
