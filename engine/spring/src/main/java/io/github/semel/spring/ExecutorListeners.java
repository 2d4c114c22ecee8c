package io.github.semel.spring;

import io.github.semel.IdempotencyException;
import io.github.semel.Ticket;
import io.github.semel.executor.ExecutorListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;

/** Tells all the application's listeners; none keeps another from hearing. */
final class ExecutorListeners implements ExecutorListener {

  private final List<ExecutorListener> listeners;

  ExecutorListeners(ObjectProvider<ExecutorListener> listeners) {
    this.listeners = listeners.orderedStream().toList();
  }

  @Override
  public void unprotected(String key, IdempotencyException cause) {
    tell(listener -> listener.unprotected(key, cause));
  }

  @Override
  public void unrecorded(Ticket ticket, Optional<IdempotencyException> cause) {
    tell(listener -> listener.unrecorded(ticket, cause));
  }

  @Override
  public void omitted(Ticket ticket, Optional<Throwable> cause) {
    tell(listener -> listener.omitted(ticket, cause));
  }

  @Override
  public void waited(String key, Duration took) {
    tell(listener -> listener.waited(key, took));
  }

  @Override
  public void leaseLost(Ticket ticket) {
    tell(listener -> listener.leaseLost(ticket));
  }

  private void tell(Consumer<ExecutorListener> news) {
    RuntimeException failure = null;
    for (ExecutorListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else if (failure != e) {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
