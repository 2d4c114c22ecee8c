package io.github.semel.stress.races;

import java.util.List;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * A race, as jcstress knows it.
 *
 * @param name a short one
 * @param test jcstress's name
 * @param flaws what makes it fail
 */
record Race(String name, String test, List<Flaw> flaws) {

  /** All of them, in the order of their names. */
  static List<Race> all() {
    return TestList.tests().stream().sorted().map(Race::of).toList();
  }

  /** The race that jcstress knows by this name. */
  static Race of(String test) {
    try {
      Class<?> type = Class.forName(TestList.getInfo(test).binaryName());
      BrokenBy siblings = type.getAnnotation(BrokenBy.class);
      if (siblings == null) {
        throw new IllegalStateException(test + " has no broken sibling");
      }
      return new Race(type.getSimpleName(), test, List.of(siblings.value()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestInfo info() {
    return TestList.getInfo(test);
  }

  /** The class that jcstress has made to run it. */
  String runner() {
    return info().generatedRunner();
  }

  /** What it shows, in one sentence. */
  String invariant() {
    return info().description();
  }

  /** What may come of it. */
  List<String> acceptable() {
    return info().cases().stream().map(StateCase::matchPattern).toList();
  }

  /** What an outcome means. */
  String meaning(String outcome) {
    return info().cases().stream()
        .filter(known -> known.matchesExactly(outcome))
        .map(StateCase::description)
        .findFirst()
        .orElse("");
  }

  boolean isForbidden(String outcome) {
    return info().cases().stream()
        .noneMatch(known -> known.expect() == Expect.ACCEPTABLE && known.matchesExactly(outcome));
  }
}
