package io.github.semel.benchmarks;

import picocli.CommandLine.Command;

/** Stands in the list of commands; {@link Main} hands its arguments to JMH before they are read. */
@Command(
    name = "jmh",
    description = "Runs JMH with its own options: jmh -h, jmh FreshKeys -p store=heap:,map")
final class JmhCommand implements Runnable {

  @Override
  public void run() {
    throw new IllegalStateException("JMH reads its own arguments");
  }
}
