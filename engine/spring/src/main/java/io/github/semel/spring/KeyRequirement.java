package io.github.semel.spring;

import io.github.semel.http.ErrorProfile;
import io.github.semel.http.HeaderLine;
import io.github.semel.http.Problem;
import io.github.semel.http.ProblemKind;
import io.github.semel.http.StoredResponse;
import io.github.semel.http.servlet.IdempotencyFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses requests without a key where the handler is {@link Idempotent}. */
final class KeyRequirement implements HandlerInterceptor {

  private final SemelProperties.Http properties;
  private final ErrorProfile errors;
  private final URI documentation;

  KeyRequirement(SemelProperties.Http properties, ErrorProfile errors, URI documentation) {
    this.properties = properties;
    this.errors = errors;
    this.documentation = documentation;
  }

  /** What is said of a handler or of its class, if it leaves the key to the request. */
  static Optional<Idempotent> find(HandlerMethod handler) {
    Idempotent own =
        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Idempotent.class);
    return Optional.ofNullable(
            own != null
                ? own
                : AnnotatedElementUtils.findMergedAnnotation(
                    handler.getBeanType(), Idempotent.class))
        .filter(annotation -> annotation.key().isEmpty());
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (!(handler instanceof HandlerMethod method)
        || request.getDispatcherType() != DispatcherType.REQUEST
        || !properties.methods().contains(request.getMethod())
        || IdempotencyFilter.execution(request).isPresent()
        || find(method).isEmpty()) {
      return true;
    }
    if (properties.missingKey() != SemelProperties.WithoutKey.PASS || hasKey(request)) {
      // The filter would have claimed or refused it.
      throw new IllegalStateException(
          method
              + " is @Idempotent, but the filter does not see its requests: semel.http.url-patterns"
              + " are "
              + properties.urlPatterns());
    }
    send(
        errors.render(
            new Problem(
                ProblemKind.KEY_MISSING,
                ProblemKind.KEY_MISSING.status(),
                "This operation needs the header "
                    + properties.header()
                    + ", with a new key for each operation and the same key for each attempt at"
                    + " it.",
                documentation.resolve("#" + ProblemKind.KEY_MISSING.slug()),
                OptionalInt.empty())),
        response);
    return false;
  }

  private boolean hasKey(HttpServletRequest request) {
    List<String> names = new ArrayList<>(properties.aliases());
    names.add(properties.header());
    return names.stream().anyMatch(name -> request.getHeader(name) != null);
  }

  private static void send(StoredResponse refusal, HttpServletResponse response)
      throws IOException {
    response.setStatus(refusal.status());
    for (HeaderLine line : refusal.headers()) {
      response.addHeader(line.name(), line.value());
    }
    response.setContentLength(refusal.length());
    refusal.writeTo(response.getOutputStream());
  }
}
