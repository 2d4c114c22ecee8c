package io.github.semel.http;

import io.github.semel.Fingerprint;
import io.github.semel.callback.Callbacks;
import io.github.semel.executor.RequestKey;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Decides what a request is before anything is claimed: its key, its scope, its fingerprint. */
final class Intake {

  private static final Logger LOGGER = System.getLogger(Intake.class.getName());
  private static final byte[] EMPTY = {};

  /** A longer caller's name is taken by its digest, so that it and the key fit into the store's. */
  private static final int MAX_SCOPE = 150;

  /** The body has more bytes than are compared; only seen here. */
  private static final class BodyTooLarge extends Exception {

    private static final long serialVersionUID = 1L;

    BodyTooLarge() {
      super(null, null, false, false);
    }
  }

  private final HttpSettings settings;
  private final AtomicBoolean warned = new AtomicBoolean();

  Intake(HttpSettings settings) {
    this.settings = settings;
  }

  Admission admit(HttpCall call) throws IOException {
    if (!settings.methods().contains(call.method())) {
      return new Admission.Passed();
    }
    KeyHeader.Reading reading = settings.keyHeader().read(call);
    if (reading instanceof KeyHeader.Reading.Malformed malformed) {
      return refused(ProblemKind.KEY_MALFORMED, malformed.reason() + ".", Optional.empty());
    }
    KeyHeader.Reading.Found found = reading instanceof KeyHeader.Reading.Found key ? key : null;
    try {
      return found == null ? admitWithout(call) : admit(call, found);
    } catch (BodyTooLarge e) {
      return refused(
          ProblemKind.BODY_TOO_LARGE,
          "Requests with a key may have "
              + settings.maxRequestBytes()
              + " bytes, so that attempts can be compared.",
          Optional.ofNullable(found).map(KeyHeader.Reading.Found::line));
    }
  }

  private Admission admit(HttpCall call, KeyHeader.Reading.Found found)
      throws IOException, BodyTooLarge {
    Optional<HeaderLine> echo = Optional.of(found.line());
    String name = found.line().name();
    if (found.key().isEmpty()) {
      return refused(ProblemKind.KEY_MALFORMED, name + " is empty.", echo);
    }
    Optional<String> objection = settings.keyFormat().objection(found.key());
    if (objection.isPresent()) {
      return refused(ProblemKind.KEY_MALFORMED, name + " " + objection.get() + ".", echo);
    }
    if (settings.maxKeyAge().isPresent() && isOlder(found.key(), settings.maxKeyAge().get())) {
      return refused(
          ProblemKind.KEY_TOO_OLD,
          "It was made longer ago than responses are kept, so nobody can tell whether the request"
              + " was executed. Find that out, then send it with a new key.",
          echo);
    }
    return keyed(call, found.key(), echo, false);
  }

  private boolean isOlder(String key, Duration age) {
    Instant oldest = settings.clock().instant().minus(age);
    return KeyTime.of(key).filter(made -> made.isBefore(oldest)).isPresent();
  }

  private Admission admitWithout(HttpCall call) throws IOException, BodyTooLarge {
    if (settings.missingKey() instanceof MissingKey.Pass) {
      return new Admission.Passed();
    }
    if (settings.missingKey() instanceof MissingKey.Assign assign) {
      String key = assign.keys().get();
      String name = settings.keyHeader().name();
      return keyed(call, key, Optional.of(new HeaderLine(name, StructuredString.write(key))), true);
    }
    if (settings.missingKey() instanceof MissingKey.Derive derive) {
      return derived(call, derive.window());
    }
    return refused(
        ProblemKind.KEY_MISSING,
        "This operation needs the header "
            + settings.keyHeader().name()
            + ", with a new key for each operation and the same key for each attempt at it.",
        Optional.empty());
  }

  private Admission keyed(HttpCall call, String key, Optional<HeaderLine> echo, boolean assigned)
      throws IOException, BodyTooLarge {
    Optional<byte[]> body = body(call);
    byte[] content = settings.content().of(call, body.orElse(EMPTY));
    Fingerprint fingerprint =
        Fingerprint.of(
            utf8(call.method()), utf8(call.path()), utf8(call.query().orElse("")), content);
    return new Admission.Keyed(
        RequestKey.ofRequestId(caller(call), key, fingerprint), echo, assigned, body);
  }

  private Admission derived(HttpCall call, Duration window) throws IOException, BodyTooLarge {
    Optional<byte[]> body = body(call);
    if (body.isEmpty() && !(settings.content() instanceof RequestContent.Nothing)) {
      // All uploads would be one request, and the second would get the first one's response.
      return refused(
          ProblemKind.KEY_MISSING,
          "The content of a multipart request is not compared, so it needs the header "
              + settings.keyHeader().name()
              + ".",
          Optional.empty());
    }
    byte[] content = settings.content().of(call, body.orElse(EMPTY));
    String operation =
        call.method() + " " + call.path() + call.query().map(query -> "?" + query).orElse("");
    return new Admission.Keyed(
        RequestKey.ofContent(caller(call), operation, content, window),
        Optional.empty(),
        false,
        body);
  }

  /** The body, where it must be read to compare requests; not read where it says it is larger. */
  private Optional<byte[]> body(HttpCall call) throws IOException, BodyTooLarge {
    if (!settings.content().needsBody(call)) {
      return Optional.empty();
    }
    int most = settings.maxRequestBytes();
    long declared = declaredLength(call);
    if (declared > most) {
      throw new BodyTooLarge();
    }
    // One byte more shows the end; a stream that is asked for far more makes far larger arrays.
    byte[] body = call.body().readNBytes((int) (declared < 0 ? most : declared) + 1);
    if (declared >= 0 && body.length > declared) {
      // What comes before has unpacked it and left the length of the packed one.
      byte[] rest = call.body().readNBytes(most + 1 - body.length);
      int length = body.length;
      body = Arrays.copyOf(body, length + rest.length);
      System.arraycopy(rest, 0, body, length, rest.length);
    }
    if (body.length > most) {
      throw new BodyTooLarge();
    }
    return Optional.of(body);
  }

  /** What the request says of its length; -1 where it says nothing that can be read. */
  private static long declaredLength(HttpCall call) {
    List<String> declared = call.headers("Content-Length");
    try {
      return declared.size() == 1 ? Math.max(-1, Long.parseLong(declared.get(0))) : -1;
    } catch (NumberFormatException e) {
      // The server has its own opinion of such a request.
      return -1;
    }
  }

  /** The caller, marked so that no name of a known one is taken for the unknown ones. */
  private String caller(HttpCall call) {
    Optional<String> scope = settings.scope().of(call);
    if (scope.isPresent()) {
      String name = scope.get();
      return "http:" + (name.length() <= MAX_SCOPE ? "=" + name : "#" + Fingerprint.of(utf8(name)));
    }
    if (warned.compareAndSet(false, true)) {
      LOGGER.log(
          Level.WARNING,
          "Requests with idempotency keys come from callers whom nobody has authenticated. All of"
              + " them share one set of keys, and get each other's responses for the same key. Put"
              + " the filter behind authentication, or give it a CallerScope.");
    }
    Callbacks.run(() -> settings.listener().anonymous(call));
    return "http";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Admission refused(ProblemKind kind, String detail, Optional<HeaderLine> echo) {
    return new Admission.Refused(kind, detail, echo);
  }
}
