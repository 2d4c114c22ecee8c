package io.github.semel.stress.races;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The broken siblings of a race: run on a store that has one of these flaws, it must fail. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface BrokenBy {

  /** The flaws, each of which the race must show. */
  Flaw[] value();
}
