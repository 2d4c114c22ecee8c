package io.github.semel.spring;

import java.util.Optional;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;

/** Executes calls of annotated methods under their keys. */
final class IdempotentInterceptor implements MethodInterceptor {

  private final IdempotentMethods methods;

  /** Asked for at the first call: this is made before any other bean. */
  private final ObjectProvider<MethodExecutors> executors;

  IdempotentInterceptor(IdempotentMethods methods, ObjectProvider<MethodExecutors> executors) {
    this.methods = methods;
    this.executors = executors;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    Object target = invocation.getThis();
    Class<?> beanClass =
        target == null
            ? invocation.getMethod().getDeclaringClass()
            : AopUtils.getTargetClass(target);
    Optional<IdempotentMethod> method = methods.find(invocation.getMethod(), beanClass);
    if (method.isEmpty()) {
      return invocation.proceed();
    }
    return executors.getObject().execute(method.get(), invocation);
  }
}
