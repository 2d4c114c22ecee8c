package io.github.semel.spring;

import io.github.semel.InvalidArgumentException;
import io.github.semel.http.CallerScope;
import io.github.semel.http.ErrorProfile;
import io.github.semel.http.HttpIdempotencyBuilder;
import io.github.semel.http.KeyFormat;
import io.github.semel.http.MissingKey;
import io.github.semel.http.RequestContent;

/** What the properties say, in the terms of {@code semel-http}. */
final class HttpRules {

  private HttpRules() {}

  /** Applies all of them. */
  static void apply(SemelProperties properties, HttpIdempotencyBuilder builder) {
    SemelProperties.Http http = properties.http();
    builder
        .methods(http.methods().toArray(String[]::new))
        .header(http.header())
        .aliases(http.aliases().toArray(String[]::new))
        .keyFormat(
            http.keyFormat() == SemelProperties.Keys.UUID
                ? KeyFormat.uuid()
                : KeyFormat.length(http.minKeyLength(), http.maxKeyLength()))
        .missingKey(missingKey(http))
        .scope(caller(http))
        .content(content(http))
        .maxRequestBytes(bytes("semel.http.max-request-size", http.maxRequestSize().toBytes()))
        .maxStoredBytes(bytes("semel.http.max-stored-size", http.maxStoredSize().toBytes()))
        .replayedHeader(http.replayedHeader())
        .waitFor(properties.waitFor())
        .lease(properties.lease())
        .ttl(properties.ttl())
        .outage(properties.outage())
        .errors(errors(http));
    if (properties.label() != null) {
      builder.label(properties.label());
    }
    if (http.strict()) {
      builder.strict();
    }
    if (http.refuseOldKeys()) {
      builder.refuseOldKeys();
    }
    if (!http.storedHeaders().isEmpty()) {
      builder.storedHeaders(http.storedHeaders().toArray(String[]::new));
    }
    if (http.documentation() != null) {
      builder.documentation(http.documentation());
    }
  }

  /** How problems are told. */
  static ErrorProfile errors(SemelProperties.Http http) {
    return http.errors() == SemelProperties.Errors.STRIPE
        ? ErrorProfile.stripe()
        : ErrorProfile.problemJson();
  }

  private static MissingKey missingKey(SemelProperties.Http http) {
    return switch (http.missingKey()) {
      case PASS -> MissingKey.pass();
      case REFUSE -> MissingKey.refuse();
      case ASSIGN -> MissingKey.assign();
      case DERIVE -> MissingKey.derive(http.deriveWindow());
    };
  }

  private static CallerScope caller(SemelProperties.Http http) {
    return switch (http.caller()) {
      case PRINCIPAL -> CallerScope.principal();
      case SHARED -> CallerScope.shared();
      case HEADER -> {
        String name = http.callerHeader();
        if (name == null) {
          throw new InvalidArgumentException(
              "semel.http.caller-header", null, "given where semel.http.caller is header");
        }
        yield CallerScope.header(name);
      }
    };
  }

  private static RequestContent content(SemelProperties.Http http) {
    if (!http.jsonFields().isEmpty()) {
      return RequestContent.jsonFields(http.jsonFields().toArray(String[]::new));
    }
    return switch (http.content()) {
      case BYTES -> RequestContent.bytes();
      case CANONICAL_JSON -> RequestContent.canonicalJson();
      case NOTHING -> RequestContent.nothing();
    };
  }

  private static int bytes(String property, long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new InvalidArgumentException(property, size, "0 to 1GB");
    }
    return (int) size;
  }
}
