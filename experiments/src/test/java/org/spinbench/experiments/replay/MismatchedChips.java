package org.spinbench.experiments.replay;

import java.util.HashMap;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The default bench with chips that are further from the design, with all that {@code
 * [design.beyond]} expects of a chip: power shifts resonances, links compress, tuning is curved,
 * field lines cross-talk. As large as {@code benchmark training --structural} makes it.
 */
final class MismatchedChips {
  /** Of a resonance by an input's full power, half widths. */
  private static final double POWER_SHIFT = 0.3;

  private static final double HALF_WIDTH = 5e6;
  private static final double FULL_POWER = 120e-6;

  private MismatchedChips() {}

  static BenchFile file() {
    BenchFile file = changed(RecordedChips.FILE, "synapse", "crosstalk", 0.08);
    file = changed(file, "synapse", "tuning_quadratic", 1.1e11);
    file = changed(file, "synapse", "power_shift", POWER_SHIFT * HALF_WIDTH / FULL_POWER);
    // Some 5 % less gain at the 80 µW that a link puts out at most.
    file = changed(file, "link", "compression_power", 0.4e-3);
    for (String spread : new String[] {"sensitivity", "width", "tuning", "emitted_power"}) {
      file = changed(file, "spread", spread, 0.2);
    }
    return file;
  }

  private static BenchFile changed(BenchFile file, String section, String key, Object value) {
    Map<String, Object> entries = new HashMap<>();
    ((Map<?, ?>) file.simulation().get(section)).forEach((k, v) -> entries.put(k.toString(), v));
    entries.put(key, value);
    return RecordedChips.with(file, section, entries);
  }
}
