package io.github.semel.stress.races;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;

/**
 * The JVM that runs races, one after the other, and writes jcstress's results to its standard
 * output. jcstress's own launcher starts a JVM for each, which takes longer than the race, and
 * leaves out races of more actors than there are processors.
 */
final class RaceFork {

  /** States between two meetings of the actors; few, so that they stay close to each other. */
  private static final int STRIDE = 16;

  private static final int STRIDES = 8;

  private RaceFork() {}

  /**
   * Runs the races.
   *
   * @param arguments milliseconds of an iteration, iterations, and for each run the name of the
   *     subject and of the race
   */
  public static void main(String[] arguments) throws IOException {
    // What else is printed must not get between the results.
    PrintStream results = System.out;
    System.setOut(System.err);
    int millis = Integer.parseInt(arguments[0]);
    int iterations = Integer.parseInt(arguments[1]);
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(results))) {
      for (int i = 2; i < arguments.length; i += 2) {
        Subject subject = Subjects.named(arguments[i]);
        Contest.use(subject);
        Race race = Race.of(arguments[i + 1]);
        TestResult result =
            subject.isFlawed() ? search(race, millis, iterations) : run(race, millis, iterations);
        result.write(out);
        out.flush();
      }
    }
    // A race that hung has left its threads behind.
    System.exit(0);
  }

  /** Runs one iteration after the other until something forbidden is seen. */
  private static TestResult search(Race race, int millis, int iterations) throws IOException {
    TestResult all = new TestResult(Status.NORMAL);
    for (int i = 0; i < iterations; i++) {
      TestResult result = run(race, millis, 1);
      if (result.status() != Status.NORMAL) {
        return result;
      }
      all.addState(result.getCounter());
      if (all.getStateKeys().stream().anyMatch(race::isForbidden)) {
        break;
      }
    }
    return all;
  }

  private static TestResult run(Race race, int millis, int iterations) throws IOException {
    String runner = race.runner();
    try {
      return ((Runner<?>)
              Class.forName(runner)
                  .getConstructor(ForkedTestConfig.class)
                  .newInstance(config(runner, millis, iterations)))
          .run();
    } catch (ReflectiveOperationException e) {
      TestResult failed = new TestResult(Status.TEST_ERROR);
      failed.addMessages(e);
      return failed;
    }
  }

  /** By the form in which jcstress sends it to its own forks; it has no other public one. */
  private static ForkedTestConfig config(String runner, int millis, int iterations)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(SpinLoopStyle.THREAD_YIELD.ordinal());
    out.writeInt(millis);
    out.writeInt(iterations);
    out.writeUTF(runner);
    out.writeInt(Integer.MAX_VALUE >> 20);
    out.writeInt(STRIDE);
    out.writeInt(STRIDES);
    out.writeBoolean(false);
    return new ForkedTestConfig(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
