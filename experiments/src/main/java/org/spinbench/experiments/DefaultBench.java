package org.spinbench.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bench files of the program, all simulated. The default has nine junctions. */
public final class DefaultBench {
  /** Names of the files; the first is the default. */
  public static final List<String> NAMES =
      List.of(
          "nine-junction", "characterisation", "broadcast", "vowels", "images", "rack", "junction");

  /** Place of the default file on the class path, and below {@code experiments/} in the source. */
  public static final String RESOURCE = resource(NAMES.get(0));

  /** Name of the bench whose chip is programmed by RF. */
  public static final String BROADCAST = "broadcast";

  private DefaultBench() {}

  private static String resource(String name) {
    return "benches/" + name + ".toml";
  }

  /** The text of the default file, comments included. */
  public static String text() {
    return text(NAMES.get(0));
  }

  /**
   * The text of a file, comments included.
   *
   * @param name one of {@link #NAMES}
   * @throws IllegalArgumentException naming the existing ones
   */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "there is no bench \"" + name + "\"; there are " + String.join(", ", NAMES));
    }
    String resource = resource(name);
    try (InputStream in = DefaultBench.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: it lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
