package io.github.semel.spring;

import io.github.semel.http.HttpIdempotency;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Controller;

/**
 * Finds the methods that are to be executed under a key of their own, and refuses annotations that
 * would do nothing. Safe for any thread.
 */
final class IdempotentMethods extends StaticMethodMatcherPointcut {

  private final ConfigurableListableBeanFactory beans;
  private final Map<MethodClassKey, Optional<IdempotentMethod>> found = new ConcurrentHashMap<>();

  IdempotentMethods(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
    setClassFilter(this::mayHave);
  }

  /** What is said of a method, if it has a key. */
  Optional<IdempotentMethod> find(Method method, Class<?> beanClass) {
    // Not computeIfAbsent: reading an annotation may create beans, which are looked at in turn.
    MethodClassKey place = new MethodClassKey(method, beanClass);
    Optional<IdempotentMethod> known = found.get(place);
    if (known == null) {
      known = read(AopUtils.getMostSpecificMethod(method, beanClass), beanClass);
      found.put(place, known);
    }
    return known;
  }

  @Override
  public boolean matches(Method method, Class<?> beanClass) {
    return find(method, beanClass).isPresent();
  }

  private Optional<IdempotentMethod> read(Method method, Class<?> beanClass) {
    Idempotent annotation = AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class);
    if (annotation == null) {
      return Optional.empty();
    }
    if (annotation.key().isEmpty()) {
      requireRequests(beanClass, method.toString());
      return Optional.empty();
    }
    return Optional.of(
        new IdempotentMethod(
            method,
            beanClass,
            annotation,
            text -> {
              String resolved = beans.resolveEmbeddedValue(text);
              return resolved == null ? "" : resolved;
            }));
  }

  /** Whether it is worth looking at a class's methods; refuses what no method would tell of. */
  private boolean mayHave(Class<?> beanClass) {
    if (!AnnotationUtils.isCandidateClass(beanClass, Idempotent.class)) {
      return false;
    }
    Idempotent ofClass = AnnotatedElementUtils.findMergedAnnotation(beanClass, Idempotent.class);
    if (ofClass != null) {
      if (!ofClass.key().isEmpty()) {
        throw new IllegalStateException(
            "@Idempotent on " + beanClass.getName() + ": a key belongs to a method");
      }
      requireRequests(beanClass, beanClass.getName());
    }
    Map<String, Method> named = new HashMap<>();
    for (Class<?> type = beanClass;
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        Idempotent own = AnnotatedElementUtils.getMergedAnnotation(method, Idempotent.class);
        int hidden = Modifier.PRIVATE | Modifier.FINAL | Modifier.STATIC;
        if (own != null && !own.key().isEmpty() && (method.getModifiers() & hidden) != 0) {
          throw new IllegalStateException(
              "@Idempotent on " + method + ": no proxy sees a private, final or static method");
        }
        if (own != null && !own.key().isEmpty() && own.scope().isEmpty()) {
          requireOwnKeys(AopUtils.getMostSpecificMethod(method, beanClass), named);
        }
      }
    }
    return true;
  }

  /** Refuses to have one overload get the other's result, as the names alone are their scope. */
  private static void requireOwnKeys(Method method, Map<String, Method> named) {
    Method other = named.putIfAbsent(method.getName(), method);
    if (other != null && !other.equals(method)) {
      throw new IllegalStateException(
          "@Idempotent on " + method + ": another method of this name has one. Give each a scope");
    }
  }

  /** Refuses to leave the key to a request that does not exist, or that nobody would look at. */
  private void requireRequests(Class<?> beanClass, String place) {
    if (!AnnotatedElementUtils.hasAnnotation(beanClass, Controller.class)) {
      throw new IllegalStateException(
          "@Idempotent on " + place + ": it needs a key, because it is not in a controller");
    }
    if (beans.getBeanNamesForType(HttpIdempotency.class, true, false).length == 0) {
      throw new IllegalStateException(
          "@Idempotent on "
              + place
              + ": there is no servlet filter to take the key from the request. Is"
              + " semel.http.enabled false, or is this no servlet application?");
    }
  }
}
