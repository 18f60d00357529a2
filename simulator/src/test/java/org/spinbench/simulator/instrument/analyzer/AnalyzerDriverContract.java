package org.spinbench.simulator.instrument.analyzer;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzerContract;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;

/** The contract of the role, with a driver on its simulated analyzer. */
abstract class AnalyzerDriverContract extends SpectrumAnalyzerContract {
  private static final double CENTRE = 500e6;
  private static final double SPAN = 40e6;

  /** A time is answered in seven digits. */
  private static final double SEVEN_DIGITS = 1e-6;

  private final Laboratory laboratory = new Laboratory();
  private final Function<ScpiSession, SpectrumAnalyzer> driver;
  private final SimulatedInstrument twin;
  private List<SpectralLine> lines = List.of();

  AnalyzerDriverContract(
      BiFunction<Surroundings, SpectrumInput, SimulatedInstrument> model,
      Function<ScpiSession, SpectrumAnalyzer> driver) {
    this.driver = driver;
    twin = model.apply(laboratory.surroundings(true), (from, to) -> lines);
  }

  @Override
  protected SpectrumAnalyzer open() {
    return driver.apply(laboratory.session(twin));
  }

  @Override
  protected void apply(double frequency, double dbm) {
    lines = List.of(new SpectralLine(frequency, 1e-3 * Math.pow(10, dbm / 10), 0));
  }

  /** A marker has a place only while it is on. */
  @Override
  protected void makeSettable(SpectrumAnalyzer analyzer) {
    super.makeSettable(analyzer);
    for (Setting setting : analyzer.settings()) {
      if (setting instanceof SwitchSetting marker && marker.name().endsWith("marker_on")) {
        marker.ensure(true);
      }
    }
  }

  /** What leaves the others where they are: the prepared sweep is 480 to 520 MHz. */
  @Override
  protected double[] settable(NumberSetting setting) {
    double half = SPAN / 2;
    return switch (setting.name()) {
      case "centre" -> new double[] {CENTRE - 10 * half, CENTRE + 10 * half};
      case "span" -> new double[] {100, 10 * SPAN};
      case "start" -> new double[] {setting.minimum(), CENTRE - half};
      case "stop" -> new double[] {CENTRE + half, setting.maximum()};
      case "marker", "delta_marker" -> new double[] {CENTRE - half, CENTRE + half};
      case "channel_span" -> new double[] {SPAN, 10 * SPAN};
      default -> super.settable(setting);
    };
  }

  @Override
  protected double tolerance(NumberSetting setting, double value) {
    return super.tolerance(setting, value) + SEVEN_DIGITS * Math.abs(value);
  }
}
