package io.github.semel.http;

import io.github.semel.ClaimRequest;
import io.github.semel.IdempotencyStore;
import io.github.semel.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A store that a test switches off, and that tells the last key claimed. */
final class SwitchedStore {

  private static final Set<String> ALWAYS = Set.of("close", "maxOutcomeBytes", "notifier");

  final AtomicBoolean down = new AtomicBoolean();
  final AtomicReference<String> lastKey = new AtomicReference<>();
  final IdempotencyStore store;

  SwitchedStore(IdempotencyStore inner) {
    store =
        (IdempotencyStore)
            Proxy.newProxyInstance(
                IdempotencyStore.class.getClassLoader(),
                new Class<?>[] {IdempotencyStore.class},
                (proxy, method, arguments) -> call(inner, method, arguments));
  }

  private Object call(IdempotencyStore inner, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("claim") && arguments[0] instanceof ClaimRequest request) {
      lastKey.set(request.key());
    }
    if (down.get() && !ALWAYS.contains(method.getName())) {
      throw new StoreUnavailableException("the test has switched the store off", null);
    }
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
