package io.github.semel.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has its effect once, however often it is called or requested.
 *
 * <p><b>With a {@link #key}</b>, on any bean's method: the key is claimed before the method runs,
 * what it returns is recorded, and a call with the same key gets that without the method being run.
 * The method must go through Spring's proxy, so a call from inside its own bean is not seen, and it
 * may not be private, final or static. It is claimed outside of every other advice: the transaction
 * of a {@code @Transactional} method has been committed when its result is recorded. What a
 * duplicate gets, and what may be thrown, is as with {@link
 * io.github.semel.executor.IdempotentExecutor#execute(io.github.semel.executor.RequestKey,
 * io.github.semel.executor.DuplicateHandling, io.github.semel.executor.Work)}; a method that
 * returns a {@link java.util.concurrent.CompletionStage} goes through {@code executeAsync}.
 *
 * <p><b>Without a key</b>, on a controller or on one of its handlers: requests must come with an
 * {@code Idempotency-Key}, and those without are refused with status 400. The claim is the servlet
 * filter's, so it covers the whole response. It concerns the request methods that {@code
 * semel.http.methods} names; others are handled as if it were not there.
 *
 * <p>Whatever is wrong with it is told when the application starts.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Idempotent {

  /**
   * The key, as an expression in Spring's language over the arguments: {@code #order.id}. It must
   * come to a text, a number, a UUID or another simple value, and not to null. On a class, and for
   * the key of the HTTP request, none.
   */
  String key() default "";

  /**
   * What the keys belong to: the same key in another scope is another key. The names of class and
   * method unless given; those who may rename them, methods that share their keys, and overloads
   * give one. May have {@code ${placeholders}}.
   */
  String scope() default "";

  /**
   * What must be the same whenever a key comes again, as an expression: a call that says something
   * else is refused. All arguments unless given. One that comes to null compares nothing: {@code
   * null}.
   */
  String fingerprint() default "";

  /** How long the result is kept, {@code 2h} or {@code PT2H}; {@code semel.ttl} unless given. */
  String ttl() default "";

  /** How long a claim stands without being renewed; {@code semel.lease} unless given. */
  String lease() default "";

  /**
   * How long a duplicate waits for the first while that runs, {@code 0s} for not at all; {@code
   * semel.wait-for} unless given.
   */
  String waitFor() default "";
}
