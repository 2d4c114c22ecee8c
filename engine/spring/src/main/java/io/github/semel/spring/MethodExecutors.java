package io.github.semel.spring;

import io.github.semel.executor.AsyncWork;
import io.github.semel.executor.DuplicateHandling;
import io.github.semel.executor.Execution;
import io.github.semel.executor.ExecutorListener;
import io.github.semel.executor.IdempotentExecutor;
import io.github.semel.executor.IdempotentExecutorBuilder;
import io.github.semel.executor.RequestKey;
import io.github.semel.executor.Work;
import io.micrometer.observation.Observation;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.beans.factory.BeanFactory;

/** An executor for each annotated method, made at its first call. Safe for any thread. */
final class MethodExecutors implements AutoCloseable {

  private final StoreInUse store;
  private final SemelProperties properties;
  private final ValueFormat values;
  private final ExecutorListener listener;
  private final List<MethodExecutorCustomizer> customizers;
  private final Executions executions;
  private final BeanFactory beans;
  private final ScheduledThreadPoolExecutor scheduler;
  private final Map<IdempotentMethod, IdempotentExecutor<Optional<Object>>> executors =
      new ConcurrentHashMap<>();

  MethodExecutors(
      StoreInUse store,
      SemelProperties properties,
      ValueFormat values,
      ExecutorListener listener,
      List<MethodExecutorCustomizer> customizers,
      Executions executions,
      BeanFactory beans) {
    this.store = store;
    this.properties = properties;
    this.values = values;
    this.listener = listener;
    this.customizers = customizers;
    this.executions = executions;
    this.beans = beans;
    // One for all methods; two threads, so that one renewal that hangs does not hold up the rest.
    this.scheduler =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "semel-methods");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
  }

  /** Runs a call, or answers it with what came of an earlier one. */
  @SuppressWarnings("FutureReturnValueIgnored") // it is what the caller of the method is given
  @Nullable Object execute(IdempotentMethod method, MethodInvocation invocation) throws Exception {
    Object target = invocation.getThis();
    RequestKey request =
        method.request(
            target == null ? invocation.getMethod().getDeclaringClass() : target,
            invocation.getArguments(),
            beans,
            values);
    IdempotentExecutor<Optional<Object>> executor =
        executors.computeIfAbsent(method, this::newExecutor);
    Executions.Tracked tracked = executions.track(method.scope());
    if (method.isAsynchronous()) {
      // Maybe on another thread, after this call has returned.
      MethodInvocation later =
          invocation instanceof ProxyMethodInvocation proxied
              ? proxied.invocableClone()
              : invocation;
      AsyncWork<Optional<Object>> work = execution -> start(method, tracked, execution, later);
      return plain(
          executor
              .executeAsync(request, work)
              .whenComplete((result, failure) -> tracked.recorded()));
    }
    Work<Optional<Object>, Exception> work = execution -> perform(tracked, execution, invocation);
    try {
      return executor.execute(request, work).orElse(null);
    } finally {
      tracked.recorded();
    }
  }

  private static Optional<Object> perform(
      Executions.Tracked tracked, Execution execution, MethodInvocation invocation)
      throws Exception {
    Optional<Object> result;
    try {
      result = Optional.ofNullable(proceed(tracked, execution, invocation));
    } catch (Throwable e) {
      tracked.end(Optional.of(e));
      throw e;
    }
    tracked.end(Optional.empty());
    return result;
  }

  private static CompletionStage<Optional<Object>> start(
      IdempotentMethod method,
      Executions.Tracked tracked,
      Execution execution,
      MethodInvocation invocation)
      throws Exception {
    CompletionStage<?> stage;
    try {
      stage = (CompletionStage<?>) proceed(tracked, execution, invocation);
      if (stage == null) {
        throw new IllegalStateException(method + " returned null in place of a stage");
      }
    } catch (Throwable e) {
      tracked.end(Optional.of(e));
      throw e;
    }
    return stage
        .whenComplete((result, failure) -> tracked.end(Optional.ofNullable(failure)))
        .thenApply(Optional::ofNullable);
  }

  private static @Nullable Object proceed(
      Executions.Tracked tracked, Execution execution, MethodInvocation invocation)
      throws Exception {
    Observation.Scope scope = tracked.begin();
    Execution before = CurrentExecution.enter(execution);
    try {
      return invocation.proceed();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new UndeclaredThrowableException(e);
    } finally {
      CurrentExecution.leave(before);
      scope.close();
    }
  }

  /** The stage that the method would have returned: with its result or with its failure. */
  private static CompletableFuture<@Nullable Object> plain(
      CompletionStage<Optional<Object>> stage) {
    CompletableFuture<@Nullable Object> plain = new CompletableFuture<>();
    stage.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            plain.complete(result.orElse(null));
          } else {
            Throwable cause = failure.getCause();
            plain.completeExceptionally(
                failure instanceof CompletionException && cause != null ? cause : failure);
          }
        });
    return plain;
  }

  private IdempotentExecutor<Optional<Object>> newExecutor(IdempotentMethod method) {
    IdempotentExecutorBuilder<Optional<Object>> builder =
        IdempotentExecutor.builder(
                store.store(), new MethodResultCodec(values.codec(method.result())))
            .lease(method.lease().orElse(properties.lease()))
            .ttl(method.ttl().orElse(properties.ttl()))
            .outage(properties.outage())
            .listener(listener)
            .scheduler(scheduler);
    Duration wait = method.waitFor().orElse(properties.waitFor());
    builder.duplicates(
        wait.isZero() ? DuplicateHandling.replay() : DuplicateHandling.waitFor(wait));
    if (properties.label() != null) {
      builder.label(properties.label());
    }
    customizers.forEach(customizer -> customizer.customize(method.method(), builder));
    return builder.build();
  }

  /** Takes no more calls. Completions that are to be sent again still are. */
  @Override
  public void close() {
    executors.values().forEach(IdempotentExecutor::close);
    scheduler.shutdown();
  }
}
