package org.spinbench.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bench files of the program, all simulated. The default has nine junctions. */
public final class DefaultBench {
  private static final Map<String, String> DESCRIPTIONS = descriptions();

  /** Names of the files; the first is the default. */
  public static final List<String> NAMES = List.copyOf(DESCRIPTIONS.keySet());

  /** Place of the default file on the class path, and below {@code experiments/} in the source. */
  public static final String RESOURCE = resource(NAMES.get(0));

  /** Name of the bench whose chip is programmed by RF. */
  public static final String BROADCAST = "broadcast";

  private DefaultBench() {}

  private static Map<String, String> descriptions() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("nine-junction", "the default: two inputs, six synapses, three neurons in two layers");
    all.put("nine-junction-300k", "the default network with junctions of 300 K");
    all.put("rack", "instruments alone, without a chip");
    all.put("junction", "one junction as a spin diode: an RF source and a voltmeter");
    all.put("characterisation", "nine junctions with source meters, lock-in amplifier and more");
    all.put("vowels", "three inputs, two layers, six outputs");
    all.put("iris", "four inputs, two layers, three outputs");
    all.put("images", "sixteen inputs, one layer, ten outputs");
    all.put("broadcast", "a chip that RF pulses program");
    return Collections.unmodifiableMap(all);
  }

  /** A line about a file. */
  public static String description(String name) {
    return DESCRIPTIONS.get(name);
  }

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
