package io.github.semel.benchmarks.redis;

import org.openjdk.jmh.annotations.Fork;

/** As {@link RedisClaims}, with virtual threads for the callers; needs a JDK that has them. */
@Fork(jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class RedisClaimsOnVirtualThreads extends RedisClaims {

  /** The first version of the JDK in which virtual threads are more than a preview. */
  public static final int FIRST_JDK = 21;
}
