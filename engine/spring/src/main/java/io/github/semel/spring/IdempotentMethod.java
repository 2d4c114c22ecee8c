package io.github.semel.spring;

import io.github.semel.Fingerprint;
import io.github.semel.InvalidArgumentException;
import io.github.semel.executor.RequestKey;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ClassUtils;

/** What an annotated method's annotation says, read once and checked. Immutable. */
final class IdempotentMethod {

  private static final SpelExpressionParser PARSER = new SpelExpressionParser();
  private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

  /** A response can be written and not read: its body alone would come back. */
  private static final String HTTP_ENTITY = "org.springframework.http.HttpEntity";

  private final Method method;
  private final String scope;
  private final Expression key;
  private final @Nullable Expression fingerprint;
  private final Optional<Duration> ttl;
  private final Optional<Duration> lease;
  private final Optional<Duration> waitFor;
  private final boolean asynchronous;
  private final Type result;

  /**
   * Reads an annotation.
   *
   * @param method as the bean's class has it
   * @throws IllegalStateException when it cannot be done as it says
   */
  IdempotentMethod(
      Method method, Class<?> beanClass, Idempotent annotation, Placeholders placeholders) {
    this.method = method;
    this.scope =
        annotation.scope().isEmpty()
            ? beanClass.getName() + "." + method.getName()
            : placeholders.resolve(annotation.scope());
    this.key = parse("key", annotation.key());
    this.fingerprint =
        annotation.fingerprint().isEmpty() ? null : parse("fingerprint", annotation.fingerprint());
    this.ttl = duration("ttl", placeholders.resolve(annotation.ttl()));
    this.lease = duration("lease", placeholders.resolve(annotation.lease()));
    this.waitFor = duration("waitFor", placeholders.resolve(annotation.waitFor()));
    Class<?> returned = method.getReturnType();
    this.asynchronous = returned == CompletionStage.class || returned == CompletableFuture.class;
    Type declared = GenericTypeResolver.resolveType(method.getGenericReturnType(), beanClass);
    this.result =
        asynchronous ? ResolvableType.forType(declared).getGeneric(0).getType() : declared;
    requireKeepable(returned);
  }

  private void requireKeepable(Class<?> returned) {
    if (KotlinDetector.isSuspendingFunction(method)
        || (!asynchronous
            && (Future.class.isAssignableFrom(returned)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null))) {
      throw refused(
          "it must return its result, a CompletionStage or a CompletableFuture, not a "
              + returned.getName(),
          null);
    }
    for (Class<?> type = ResolvableType.forType(result).resolve(Object.class);
        type != null;
        type = type.getSuperclass()) {
      if (type.getName().equals(HTTP_ENTITY)) {
        throw refused(
            "a response cannot be read back. Leave the key to the request, or return the body",
            null);
      }
    }
  }

  private Expression parse(String attribute, String text) {
    try {
      return PARSER.parseExpression(text);
    } catch (ParseException e) {
      throw refused(attribute + " \"" + text + "\" is not an expression", e);
    }
  }

  private Optional<Duration> duration(String attribute, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DurationStyle.detectAndParse(text));
    } catch (IllegalArgumentException e) {
      throw refused(attribute + " \"" + text + "\" is not a duration such as 30s", e);
    }
  }

  private IllegalStateException refused(String why, @Nullable Throwable cause) {
    return new IllegalStateException("@Idempotent on " + this + ": " + why, cause);
  }

  Method method() {
    return method;
  }

  /** What the keys belong to. */
  String scope() {
    return scope;
  }

  Optional<Duration> ttl() {
    return ttl;
  }

  Optional<Duration> lease() {
    return lease;
  }

  Optional<Duration> waitFor() {
    return waitFor;
  }

  /** Whether it returns a stage. */
  boolean isAsynchronous() {
    return asynchronous;
  }

  /** What it returns, or what its stage holds. */
  Type result() {
    return result;
  }

  /**
   * The key of a call.
   *
   * @throws InvalidArgumentException when the expressions come to nothing that can be one
   */
  RequestKey request(
      Object target, @Nullable Object[] arguments, BeanFactory beans, ValueFormat values) {
    MethodBasedEvaluationContext context =
        new MethodBasedEvaluationContext(target, method, arguments, NAMES);
    context.setBeanResolver(new BeanFactoryResolver(beans));
    Object named = evaluate(key, context);
    // Only what has one spelling: that of other objects may differ each time, or say nothing.
    if (named == null || !BeanUtils.isSimpleValueType(named.getClass())) {
      throw new InvalidArgumentException(
          "key of " + this,
          named == null ? null : "a " + named.getClass().getName(),
          "a text, a number, a UUID or another simple value");
    }
    Object compared = fingerprint == null ? arguments.clone() : evaluate(fingerprint, context);
    return RequestKey.ofRequestId("method:" + scope, named.toString(), print(compared, values));
  }

  private Fingerprint print(@Nullable Object compared, ValueFormat values) {
    if (compared == null) {
      return Fingerprint.NONE;
    }
    try {
      return Fingerprint.of(values.canonical(compared));
    } catch (Exception e) {
      InvalidArgumentException refused =
          new InvalidArgumentException(
              "fingerprint of " + this,
              "a " + compared.getClass().getName(),
              "of values that have a form; name those that matter");
      refused.initCause(e);
      throw refused;
    }
  }

  private @Nullable Object evaluate(Expression expression, MethodBasedEvaluationContext context) {
    try {
      return expression.getValue(context);
    } catch (EvaluationException e) {
      InvalidArgumentException refused =
          new InvalidArgumentException(
              "expression of " + this,
              expression.getExpressionString(),
              "one over its arguments; their names are those that the compiler kept (-parameters)");
      refused.initCause(e);
      throw refused;
    }
  }

  /** Class and method. */
  @Override
  public String toString() {
    return ClassUtils.getQualifiedMethodName(method);
  }
}
