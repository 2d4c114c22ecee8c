package io.github.semel.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The capabilities that a property needs; without them it is aborted. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface SequenceNeeds {

  Capability[] value();
}
