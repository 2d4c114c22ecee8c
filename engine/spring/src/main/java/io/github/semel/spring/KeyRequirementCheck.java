package io.github.semel.spring;

import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Refuses to start with handlers whose annotation does nothing. */
final class KeyRequirementCheck implements SmartInitializingSingleton {

  private final Set<String> methods;
  private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

  KeyRequirementCheck(
      Set<String> methods, ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
    this.methods = methods;
    this.mappings = mappings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    mappings.orderedStream().forEach(mapping -> mapping.getHandlerMethods().forEach(this::check));
  }

  private void check(RequestMappingInfo mapping, HandlerMethod handler) {
    // A class may have handlers for other methods too; an annotation on one of those is a mistake.
    Idempotent own =
        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Idempotent.class);
    Set<RequestMethod> mapped = mapping.getMethodsCondition().getMethods();
    if (own != null
        && own.key().isEmpty()
        && !mapped.isEmpty()
        && mapped.stream().noneMatch(method -> methods.contains(method.name()))) {
      throw new IllegalStateException(
          "@Idempotent on "
              + handler
              + ": it is mapped to "
              + mapped
              + ", and keys apply to semel.http.methods, which are "
              + methods);
    }
  }
}
