package io.github.semel.executor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler without threads: its tasks run when a test says that time has passed. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {

  private final List<Task> tasks = new ArrayList<>();
  private long now;
  private boolean refusing;

  ManualScheduler() {
    super(0);
  }

  private final class Task extends FutureTask<Object> implements RunnableScheduledFuture<Object> {

    private final long period;
    private long due;

    Task(Runnable command, long delay, long period) {
      super(command, null);
      this.due = now + delay;
      this.period = period;
    }

    void fire() {
      if (period > 0) {
        due += period;
        runAndReset();
      } else {
        run();
      }
    }

    @Override
    public boolean isPeriodic() {
      return period > 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  synchronized int waiting() {
    tasks.removeIf(FutureTask::isDone);
    return tasks.size();
  }

  /** Runs what falls due within so much time, in its order. */
  void pass(long time, TimeUnit unit) {
    long until = now + unit.toNanos(time);
    for (Task task = next(until); task != null; task = next(until)) {
      now = Math.max(now, task.due);
      task.fire();
    }
    now = until;
  }

  private synchronized Task next(long until) {
    tasks.removeIf(FutureTask::isDone);
    return tasks.stream()
        .filter(task -> task.due <= until)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** From now on every task is refused, as after a shutdown; those that wait still run. */
  synchronized void refuse() {
    refusing = true;
  }

  private synchronized Task add(Task task) {
    if (refusing) {
      throw new RejectedExecutionException("refused by the test");
    }
    tasks.add(task);
    return task;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return add(new Task(command, unit.toNanos(delay), 0));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return add(new Task(command, unit.toNanos(initialDelay), unit.toNanos(delay)));
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new AssertionError("not used by the executor");
  }
}
