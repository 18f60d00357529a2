package org.spinbench.simulator.instrument;

import java.util.List;
import java.util.Set;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.SpectrumAnalyzerContract;
import org.spinbench.drivers.keysight.N9030b;

class N9030bContractTest extends SpectrumAnalyzerContract {
  private final Laboratory laboratory = new Laboratory();
  private List<SpectralLine> lines = List.of();
  private final SimulatedXSeries twin =
      SimulatedXSeries.n9030b(laboratory.surroundings(true), (from, to) -> lines);

  @Override
  protected SpectrumAnalyzer open() {
    return new N9030b(laboratory.session(twin));
  }

  @Override
  protected void apply(double frequency, double dbm) {
    lines = List.of(new SpectralLine(frequency, 1e-3 * Math.pow(10, dbm / 10), 0));
  }

  /**
   * The twin has no phase noise mode and no noise marker; a marker is where it is told only if it
   * is on and within the sweep.
   */
  @Override
  protected Set<String> leftAlone() {
    return Set.of("mode", "marker_function", "marker", "marker_span");
  }

  /** Centre and span together stay in the range of option 526. */
  @Override
  protected double[] settable(NumberSetting setting) {
    return switch (setting.name()) {
      case "centre" -> new double[] {0.1e9, 26e9};
      case "span" -> new double[] {100, 0.9e9};
      default -> super.settable(setting);
    };
  }

  /** A bandwidth is answered in twelve digits. */
  @Override
  protected double tolerance(NumberSetting setting, double value) {
    return super.tolerance(setting, value) + 1e-11 * Math.abs(value);
  }
}
