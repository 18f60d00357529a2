package org.spinbench.simulator.instrument.sourcemeter;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SourceMeterContract;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;

/** The contract of a driver and the twin of its model, which has a resistor at its terminals. */
abstract class LoadedSourceMeterContract extends SourceMeterContract {
  /** A ramp of a source of current, and its compliance, V. */
  protected static final Ramp CURRENT_RAMP = new Ramp(0.5e-3, 1);

  protected static final double VOLTS = 0.8;

  /** A ramp of a source of voltage, and its compliance, A. */
  protected static final Ramp VOLTAGE_RAMP = new Ramp(0.1, 100);

  protected static final double AMPERES = 9e-3;

  /** The section of a bench file for a source of voltage. */
  protected static final String VOLTAGE = "source = \"voltage\"\n";

  private static final double LOAD = 100;

  private final Laboratory laboratory = new Laboratory();
  private final SimulatedInstrument twin;
  private final Dialect dialect;
  private final Function<ScpiSession, SourceMeter> driver;
  private final double largest;
  private final String station;

  /** A source of current. */
  LoadedSourceMeterContract(
      BiFunction<Surroundings, TerminalLoad, SimulatedInstrument> twin,
      Dialect dialect,
      Function<ScpiSession, SourceMeter> driver,
      double largest) {
    this(twin, dialect, driver, largest, "");
  }

  /**
   * @param largest 5 mA or 1.5 V, for example
   * @param station what a bench file says of it
   */
  LoadedSourceMeterContract(
      BiFunction<Surroundings, TerminalLoad, SimulatedInstrument> twin,
      Dialect dialect,
      Function<ScpiSession, SourceMeter> driver,
      double largest,
      String station) {
    this.twin = twin.apply(laboratory.surroundings(true), Laboratory.load(LOAD));
    this.dialect = dialect;
    this.driver = driver;
    this.largest = largest;
    this.station = station;
  }

  @Override
  protected SourceMeter open() {
    return driver.apply(laboratory.session(twin, dialect, station));
  }

  @Override
  protected double largest() {
    return largest;
  }

  @Override
  protected double load() {
    return LOAD;
  }

  @Override
  protected boolean energised(SourceMeter source) {
    return twin.energised();
  }
}
