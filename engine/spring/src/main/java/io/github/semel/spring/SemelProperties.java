package io.github.semel.spring;

import io.github.semel.executor.OutagePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the application says of Semel.
 *
 * @param store URI of the store. Its module must be on the class path. The default keeps the keys
 *     in this process alone.
 * @param ttl How long results and responses are kept.
 * @param lease How long a claim stands without being renewed. It is renewed while the work runs, so
 *     this says how soon others notice that this process has died.
 * @param waitFor How long a duplicate waits for the first while that runs; zero for not at all.
 * @param label Tells operators who holds a claim; at most 64 bytes of UTF-8.
 * @param outage What happens to new work while the store is out of reach.
 * @param http Requests with idempotency keys.
 */
@ConfigurationProperties("semel")
public record SemelProperties(
    @DefaultValue("heap:") String store,
    @DefaultValue("24h") Duration ttl,
    @DefaultValue("30s") Duration lease,
    @DefaultValue("1s") Duration waitFor,
    @Nullable String label,
    @DefaultValue("refuse") OutagePolicy outage,
    @DefaultValue Http http) {

  /**
   * Requests with idempotency keys.
   *
   * @param enabled Whether there is a filter for them.
   * @param urlPatterns What the filter guards.
   * @param filterOrder Where the filter stands; it must come behind whatever authenticates. Spring
   *     Security stands at -100.
   * @param methods Methods to which keys apply; others pass.
   * @param header The header with the key.
   * @param aliases Other names for that header.
   * @param strict Whether keys must be in quotes, as the draft has it; bare ones are taken too
   *     otherwise.
   * @param keyFormat Which keys are taken.
   * @param minKeyLength How short a key may be, in characters.
   * @param maxKeyLength How long a key may be, in characters; at most 512.
   * @param refuseOldKeys Whether UUIDs of version 7 and ULIDs from before the ttl are refused.
   * @param missingKey What happens to a request without a key. Handlers with @Idempotent get none
   *     in any case.
   * @param deriveWindow How long after a request without a key the same request is taken for its
   *     duplicate, where keys are derived.
   * @param caller Whose keys they are.
   * @param callerHeader The header that names the caller, where it is one. Something in front of
   *     this application must set it, and take it from what clients send.
   * @param content What of a body makes two requests the same.
   * @param jsonFields JSON Pointers to the fields of the body that make two requests the same, in
   *     place of content.
   * @param maxRequestSize How large a body may be that is compared; it is held in memory.
   * @param maxStoredSize How large a response's body may be that is kept.
   * @param storedHeaders Headers of a response that are kept; those that describe the body,
   *     Location and Link by default.
   * @param errors How problems are told.
   * @param documentation Where clients read about keys and problems; linked from every problem.
   * @param replayedHeader The header that marks a replay.
   */
  public record Http(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("/*") List<String> urlPatterns,
      @DefaultValue("0") int filterOrder,
      @DefaultValue({"POST", "PATCH"}) Set<String> methods,
      @DefaultValue("Idempotency-Key") String header,
      @DefaultValue List<String> aliases,
      @DefaultValue("false") boolean strict,
      @DefaultValue("any") Keys keyFormat,
      @DefaultValue("1") int minKeyLength,
      @DefaultValue("255") int maxKeyLength,
      @DefaultValue("false") boolean refuseOldKeys,
      @DefaultValue("pass") WithoutKey missingKey,
      @DefaultValue("10m") Duration deriveWindow,
      @DefaultValue("principal") Caller caller,
      @Nullable String callerHeader,
      @DefaultValue("bytes") Content content,
      @DefaultValue List<String> jsonFields,
      @DefaultValue("1MB") DataSize maxRequestSize,
      @DefaultValue("256KB") DataSize maxStoredSize,
      @DefaultValue List<String> storedHeaders,
      @DefaultValue("problem-json") Errors errors,
      @Nullable URI documentation,
      @DefaultValue("Idempotency-Replayed") String replayedHeader) {}

  /** Which keys are taken. */
  public enum Keys {
    /** Any of printable ASCII. */
    ANY,
    /** UUIDs of any version. */
    UUID
  }

  /** What happens to a request without a key. */
  public enum WithoutKey {
    /** It is executed as often as it is sent, unless the handler is {@link Idempotent}. */
    PASS,
    /** It is refused, with status 400. */
    REFUSE,
    /** It gets a key, which the client is told. */
    ASSIGN,
    /** What it says is its key, for a window. */
    DERIVE
  }

  /** Whose keys they are. */
  public enum Caller {
    /** The authenticated principal's. */
    PRINCIPAL,
    /** Those of whom a header names. */
    HEADER,
    /** One caller's, whoever calls. */
    SHARED
  }

  /** What of a body makes two requests the same. */
  public enum Content {
    /** The body as it is. */
    BYTES,
    /** The body's JSON, whatever its spelling. */
    CANONICAL_JSON,
    /** Nothing of it. */
    NOTHING
  }

  /** How problems are told. */
  public enum Errors {
    /** As {@code application/problem+json} (RFC 9457). */
    PROBLEM_JSON,
    /** In the dialect of Stripe's API. */
    STRIPE
  }
}
