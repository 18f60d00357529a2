package org.spinbench.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The bench file that comes with the program: nine junctions, all simulated. */
public final class DefaultBench {
  /** Where the file stands on the class path, and below {@code experiments/} in the source. */
  public static final String RESOURCE = "benches/nine-junction.toml";

  private DefaultBench() {}

  /** The text of the file, comments included. */
  public static String text() {
    try (InputStream in = DefaultBench.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program is not whole: it lacks " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
