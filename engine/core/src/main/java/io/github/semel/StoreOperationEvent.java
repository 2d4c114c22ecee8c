package io.github.semel;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** An operation of a store, in a flight recording. The key is not in it. */
@Name("io.github.semel.StoreOperation")
@Label("Store Operation")
@Description("An operation of an idempotency store")
@Category("Semel")
@Threshold("20 ms")
@StackTrace(false)
final class StoreOperationEvent extends Event {

  @Label("Operation")
  @Nullable String operation;

  @Label("Items")
  @Description("How many keys the operation was for")
  int items;

  @Label("Result")
  @Description("The class of the answer or of the exception")
  @Nullable String result;

  /** Ends it, and records it if it took long enough. */
  void finish(StoreOperation what, int many, Object answer) {
    end();
    if (shouldCommit()) {
      operation = what.name();
      items = many;
      result =
          answer instanceof Ticket
              ? ClaimResult.Acquired.class.getSimpleName()
              : answer.getClass().getSimpleName();
      commit();
    }
  }
}
