package io.github.semel.http;

import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.executor.DuplicateHandling;
import io.github.semel.executor.ExecutorListener;
import io.github.semel.executor.FailurePolicy;
import io.github.semel.executor.IdempotentExecutor;
import io.github.semel.executor.IdempotentExecutorBuilder;
import io.github.semel.executor.InDoubtHandling;
import io.github.semel.executor.OutagePolicy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntPredicate;

/** Options for an {@link HttpIdempotency}; every one has a default. Not thread-safe. */
public final class HttpIdempotencyBuilder {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final int MAX_BYTES = 1 << 30;

  private final IdempotencyStore store;
  private final IdempotentExecutorBuilder<StoredResponse> executor;
  private Set<String> methods = Set.of("POST", "PATCH");
  private String header = "Idempotency-Key";
  private List<String> aliases = List.of();
  private boolean strict;
  private KeyFormat keyFormat = KeyFormat.length(1, 255);
  private boolean refusingOldKeys;
  private InstantSource clock = InstantSource.system();
  private MissingKey missingKey = MissingKey.refuse();
  private CallerScope scope = CallerScope.principal();
  private RequestContent content = RequestContent.bytes();
  private int maxRequestBytes = 1 << 20;
  private Duration wait = Duration.ofSeconds(1);
  private Duration ttl = Duration.ofHours(24);
  private FailurePolicy failures =
      FailurePolicy.standard()
          .releasing(ServedCall.NotFinal.class)
          .leavingInDoubt(ServedCall.GivenUp.class);
  private IntPredicate finalStatuses = HttpIdempotencyBuilder::isFinal;
  private Set<String> storedHeaders = KeptHeaders.DEFAULT;
  private int maxStoredBytes = 1 << 18;
  private ErrorProfile errors = ErrorProfile.problemJson();
  private URI documentation =
      URI.create("https://github.com/semel/semel/blob/main/engine/http/README.md");
  private String replayedHeader = "Idempotency-Replayed";
  private HttpListener listener = HttpListener.NONE;

  HttpIdempotencyBuilder(IdempotencyStore store) {
    this.store = store;
    // On the thread that ends the handler's work: the response waits for the record anyway.
    this.executor =
        IdempotentExecutor.builder(store, ResponseCodec.INSTANCE).continuations(Runnable::run);
  }

  /** Whether asking again would be answered alike: not so where it is worth a retry. */
  private static boolean isFinal(int status) {
    return switch (status) {
      case 408, 409, 425, 429 -> false;
      default -> status < 500;
    };
  }

  /**
   * Which methods need a key; {@code POST} and {@code PATCH} unless given. Others pass.
   *
   * @throws InvalidArgumentException for a method that is safe by itself, or not in capitals
   */
  public HttpIdempotencyBuilder methods(String... methods) {
    for (String method : methods) {
      if (SAFE.contains(method)) {
        throw new InvalidArgumentException("method", method, "none of " + SAFE);
      }
      if (!method.equals(method.toUpperCase(Locale.ROOT))) {
        // Methods are case-sensitive: no request has this one, and none would be guarded.
        throw new InvalidArgumentException("method", method, "in capitals");
      }
    }
    this.methods = Set.of(methods);
    return this;
  }

  /** The header with the key; {@code Idempotency-Key} unless given. */
  public HttpIdempotencyBuilder header(String name) {
    this.header = Limits.requireNonNull("name", name);
    return this;
  }

  /** Other names for that header, such as {@code X-Idempotency-Key}; none unless given. */
  public HttpIdempotencyBuilder aliases(String... names) {
    this.aliases = List.of(names);
    return this;
  }

  /** Takes keys in quotes alone, as the draft has it; bare ones are taken too unless called. */
  public HttpIdempotencyBuilder strict() {
    this.strict = true;
    return this;
  }

  /** Which keys are taken; any of 1 to 255 characters unless given. */
  public HttpIdempotencyBuilder keyFormat(KeyFormat format) {
    this.keyFormat = Limits.requireNonNull("format", format);
    return this;
  }

  /**
   * Refuses keys that carry a time, as UUIDs of version 7 and ULIDs do, before what is kept: what
   * became of their requests is forgotten. Not done unless called. Other keys that happen to look
   * like a ULID are taken for one.
   */
  public HttpIdempotencyBuilder refuseOldKeys() {
    this.refusingOldKeys = true;
    return this;
  }

  /** What the times of keys are compared with; the system's clock unless given. */
  public HttpIdempotencyBuilder clock(InstantSource clock) {
    this.clock = Limits.requireNonNull("clock", clock);
    return this;
  }

  /** What happens to a request without a key; it is refused unless given. */
  public HttpIdempotencyBuilder missingKey(MissingKey missingKey) {
    this.missingKey = Limits.requireNonNull("missingKey", missingKey);
    return this;
  }

  /** Whose keys they are; the authenticated principal's unless given. */
  public HttpIdempotencyBuilder scope(CallerScope scope) {
    this.scope = Limits.requireNonNull("scope", scope);
    return this;
  }

  /** What of a body makes two requests the same; its bytes unless given. */
  public HttpIdempotencyBuilder content(RequestContent content) {
    this.content = Limits.requireNonNull("content", content);
    return this;
  }

  /**
   * How large a body may be that is read to be compared; 1 MiB unless given. It is held in memory.
   */
  public HttpIdempotencyBuilder maxRequestBytes(int bytes) {
    this.maxRequestBytes = (int) Limits.requireRange("bytes", bytes, 0, MAX_BYTES);
    return this;
  }

  /**
   * How long a duplicate waits for the first before it is refused, on the thread that serves it; a
   * second unless given, because common clients retry twice within one and a half.
   *
   * @param limit zero for not at all
   */
  public HttpIdempotencyBuilder waitFor(Duration limit) {
    this.wait =
        Limits.requireNonNull("limit", limit).isZero()
            ? limit
            : Limits.requirePositive("limit", limit, DuplicateHandling.MAX_WAIT);
    return this;
  }

  /** How long a claim stands without being renewed; 30 seconds unless given. */
  public HttpIdempotencyBuilder lease(Duration lease) {
    executor.lease(lease);
    return this;
  }

  /** How long responses are kept; 24 hours unless given. Publish it to the clients. */
  public HttpIdempotencyBuilder ttl(Duration ttl) {
    this.ttl = Limits.requireTtl(ttl);
    executor.ttl(ttl);
    return this;
  }

  /** Tells operators who holds a claim, for example the host; none unless given. */
  public HttpIdempotencyBuilder label(String label) {
    executor.label(label);
    return this;
  }

  /** What happens when an earlier attempt may have taken effect; nobody executes unless given. */
  public HttpIdempotencyBuilder inDoubt(InDoubtHandling<StoredResponse> inDoubt) {
    executor.inDoubt(inDoubt);
    return this;
  }

  /** What happens while the store is out of reach; requests are refused unless given. */
  public HttpIdempotencyBuilder outage(OutagePolicy outage) {
    executor.outage(outage);
    return this;
  }

  /** Handlers that throw {@code type} have had no effect; see {@link FailurePolicy#releasing}. */
  public HttpIdempotencyBuilder releasing(Class<? extends Throwable> type) {
    this.failures = failures.releasing(type);
    return this;
  }

  /**
   * Handlers that throw {@code type} may have had their effect; see {@link
   * FailurePolicy#leavingInDoubt}.
   */
  public HttpIdempotencyBuilder leavingInDoubt(Class<? extends Throwable> type) {
    this.failures = failures.leavingInDoubt(type);
    return this;
  }

  /**
   * Which statuses are final and recorded; the others give the key back. Unless given: all under
   * 500 but 408, 409, 425 and 429. Whatever the status, the response is recorded when the handler
   * says that its {@link HttpExecution#effectTookPlace effect took place}.
   */
  public HttpIdempotencyBuilder finalStatuses(IntPredicate statuses) {
    this.finalStatuses = Limits.requireNonNull("statuses", statuses);
    return this;
  }

  /**
   * Which headers of a response are kept; unless given, those that describe the body and {@code
   * Location} and {@code Link}.
   *
   * @throws InvalidArgumentException for one that belongs to one client, connection or sending
   */
  public HttpIdempotencyBuilder storedHeaders(String... names) {
    Set<String> checked = Set.of(names);
    new KeptHeaders(checked);
    this.storedHeaders = checked;
    return this;
  }

  /**
   * How large a response's body may be that is kept, and held back until then; 256 KiB unless
   * given, and never more than the store takes. Of a larger one, only status and headers are.
   */
  public HttpIdempotencyBuilder maxStoredBytes(int bytes) {
    this.maxStoredBytes = (int) Limits.requireRange("bytes", bytes, 0, MAX_BYTES);
    return this;
  }

  /** How problems are told; as {@code application/problem+json} unless given. */
  public HttpIdempotencyBuilder errors(ErrorProfile errors) {
    this.errors = Limits.requireNonNull("errors", errors);
    return this;
  }

  /**
   * Where clients read about keys and problems; each {@link ProblemKind#slug} is a fragment of it.
   * The README of this module unless given.
   */
  public HttpIdempotencyBuilder documentation(URI documentation) {
    this.documentation = Limits.requireNonNull("documentation", documentation);
    return this;
  }

  /** The header that marks a replay; {@code Idempotency-Replayed} unless given. */
  public HttpIdempotencyBuilder replayedHeader(String name) {
    this.replayedHeader = Limits.requireNonNull("name", name);
    return this;
  }

  /** What hears of requests; nothing unless given. */
  public HttpIdempotencyBuilder listener(HttpListener listener) {
    this.listener = Limits.requireNonNull("listener", listener);
    return this;
  }

  /**
   * What hears of lost leases and of responses that could not be recorded; nothing unless given.
   */
  public HttpIdempotencyBuilder executorListener(ExecutorListener listener) {
    executor.listener(listener);
    return this;
  }

  /** What renews leases and times waits; a daemon thread of its own unless given. */
  public HttpIdempotencyBuilder scheduler(ScheduledExecutorService scheduler) {
    executor.scheduler(scheduler);
    return this;
  }

  /** Makes the rules. */
  public HttpIdempotency build() {
    List<String> names = new ArrayList<>(List.of(header));
    names.addAll(aliases);
    int maxOutcome = store.maxOutcomeBytes();
    long retryAfter = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    HttpSettings settings =
        new HttpSettings(
            methods,
            new KeyHeader(List.copyOf(names), strict),
            keyFormat,
            refusingOldKeys ? Optional.of(ttl) : Optional.empty(),
            clock,
            missingKey,
            scope,
            content,
            maxRequestBytes,
            wait.isZero() ? DuplicateHandling.replay() : DuplicateHandling.waitFor(wait),
            finalStatuses,
            new KeptHeaders(storedHeaders),
            Math.min(maxStoredBytes, maxOutcome),
            maxOutcome,
            new HttpSettings.Problems(errors, documentation, retryAfter),
            replayedHeader,
            listener);
    return new HttpIdempotency(settings, executor.failures(failures).build());
  }
}
