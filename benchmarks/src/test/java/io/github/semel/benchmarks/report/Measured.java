package io.github.semel.benchmarks.report;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files as a comparison writes them, with figures that make sums easy. */
public final class Measured {

  /** Where they are. */
  public static final Path FOLDER = folder();

  private Measured() {}

  private static Path folder() {
    URL load = Objects.requireNonNull(Measured.class.getResource("measured/load.json"));
    try {
      return Objects.requireNonNull(Path.of(load.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
