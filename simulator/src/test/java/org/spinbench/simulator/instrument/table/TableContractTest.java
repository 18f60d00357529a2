package org.spinbench.simulator.instrument.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.bench.table.BenchDrivers;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.BiasSourceContract;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.GaugeContract;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.PowerMeterContract;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.RfSourceContract;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.instrument.role.VoltmeterContract;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;

/** The examples of driver tables keep the contracts of their roles with their own twins. */
@Tag("any-jdk")
class TableContractTest {
  /** A continuous integration time, which a contract can widen. */
  private static final String CYCLES = "values = [0.02, 0.2, 1, 10, 100]";

  private static final Path EXAMPLES = Path.of("..", "docs", "examples", "drivers");

  /** A driver table, its twin, and what is joined to it. */
  private static final class Bench {
    final Laboratory laboratory = new Laboratory();
    final DriverTable table;
    final SimulatedInstrument twin;
    private final String toml;
    double applied;

    Bench(String model, String... replacements) {
      String text;
      try {
        text = Files.readString(EXAMPLES.resolve(model + ".toml"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (int k = 0; k < replacements.length; k += 2) {
        text = text.replace(replacements[k], replacements[k + 1]);
      }
      toml = text;
      table = DriverFiles.parse(toml, model).get(model);
      Connections joined =
          new Connections(
              input -> (from, to) -> applied,
              Connections.NONE.spectrum(),
              (from, to) -> applied,
              output -> Laboratory.load(45));
      twin = SimulatedModel.of(table).make(laboratory.surroundings(true), joined);
    }

    Instrument open(Ramp ramp, double compliance) {
      Drivers.Driver driver = BenchDrivers.of(table);
      return driver
          .maker()
          .make(laboratory.session(twin, driver.dialect(), toml), driver.usual(), ramp, compliance);
    }
  }

  @Nested
  class AsGauge extends GaugeContract {
    private final Bench bench = new Bench("335");

    @Override
    protected Gauge open() {
      return (Gauge) bench.open(new Ramp(1, 1), 1);
    }

    @Override
    protected NumberSetting principal(Gauge gauge) {
      return setting(gauge, "keyboard", NumberSetting.class);
    }

    @Override
    protected List<String> present() {
      return List.of("temperature_a", "temperature_b");
    }
  }

  @Nested
  class AsRfSource extends RfSourceContract {
    private final Bench bench = new Bench("E8267D");

    @Override
    protected RfSource open() {
      return (RfSource) bench.open(new Ramp(1, 1), 1);
    }

    @Override
    protected boolean energised(RfSource source) {
      return bench.twin.energised();
    }
  }

  /** A language from before SCPI. */
  @Nested
  class AsRfSourceOfMnemonics extends RfSourceContract {
    private final Bench bench =
        new Bench("E8267D", "role =", "dialect = \"mnemonics\"\nrole =", "\":OUT", "\"OUT");

    @Override
    protected RfSource open() {
      return (RfSource) bench.open(new Ramp(1, 1), 1);
    }

    @Override
    protected boolean energised(RfSource source) {
      return bench.twin.energised();
    }
  }

  @Nested
  class AsCurrentSource extends BiasSourceContract<BiasSource> {
    private final Bench bench = new Bench("6220");

    @Override
    protected BiasSource open() {
      return (BiasSource) bench.open(new Ramp(0.5e-3, 1), 2);
    }

    @Override
    protected double largest() {
      return 5e-3;
    }

    @Override
    protected boolean energised(BiasSource source) {
      return bench.twin.energised();
    }

    @Override
    protected void changeWhatALiveOutputForbids(BiasSource source) {
      setting(source, "range", NumberSetting.class).set(0.1);
    }

    @Override
    protected Map<String, String> leftAlone() {
      Map<String, String> all = new HashMap<>(super.leftAlone());
      all.put("auto_range", "it would leave the range to the instrument");
      return all;
    }
  }

  /** Ranges, an output that is always on, and levels of both signs. */
  @Nested
  class AsVoltageSource extends BiasSourceContract<BiasSource> {
    private final Bench bench =
        new Bench(
            "E3633A",
            "min = 0, max = 8.24",
            "min = -8, max = 8",
            "voltage_range = ",
            "range = { command = \":RANGe\", unit = \"V\", values = [0.5, 8] }\nvoltage_range = ");

    @Override
    protected BiasSource open() {
      return (BiasSource) bench.open(new Ramp(0.05, 1), 5e-3);
    }

    @Override
    protected double largest() {
      return 0.4;
    }

    @Override
    protected boolean energised(BiasSource source) {
      return bench.twin.energised();
    }

    @Override
    protected void changeWhatALiveOutputForbids(BiasSource source) {
      setting(source, "range", NumberSetting.class).set(8);
    }

    @Override
    protected Map<String, String> leftAlone() {
      Map<String, String> all = new HashMap<>(super.leftAlone());
      all.put("voltage_range", "the table fixes it");
      return all;
    }
  }

  /** No ranges, and a channel in every message. */
  @Nested
  class AsVoltageSourceWithoutRanges extends BiasSourceContract<BiasSource> {
    private final Bench bench = new Bench("E36312A", "min = 0, max = 6.18", "min = -6, max = 6");

    @Override
    protected BiasSource open() {
      return (BiasSource) bench.open(new Ramp(0.05, 1), 5e-3);
    }

    @Override
    protected double largest() {
      return 0.4;
    }

    @Override
    protected boolean energised(BiasSource source) {
      return bench.twin.energised();
    }

    @Override
    protected void changeWhatALiveOutputForbids(BiasSource source) {
      throw new SettingException("it cannot be changed: it has no such setting");
    }
  }

  @Nested
  class AsVoltmeter extends VoltmeterContract {
    private final Bench bench = new Bench("34401A", CYCLES, "min = 0.02, max = 100");

    @Override
    protected Voltmeter open() {
      return (Voltmeter) bench.open(new Ramp(1, 1), 1);
    }

    @Override
    protected double testRange() {
      return 1;
    }

    @Override
    protected void apply(double volts) {
      bench.applied = volts;
    }
  }

  /** A query that starts the measurement itself. */
  @Nested
  class AsVoltmeterThatReads extends VoltmeterContract {
    private final Bench bench =
        new Bench(
            "34401A",
            "start = \":INIT\"\n",
            "",
            ":FETC?",
            ":READ?",
            CYCLES,
            "min = 0.02, max = 100");

    @Override
    protected Voltmeter open() {
      return (Voltmeter) bench.open(new Ramp(1, 1), 1);
    }

    @Override
    protected double testRange() {
      return 0.1;
    }

    @Override
    protected void apply(double volts) {
      bench.applied = volts;
    }
  }

  @Nested
  class AsPowerMeter extends PowerMeterContract {
    private final Bench bench = new Bench("N1911A");

    @Override
    protected PowerMeter open() {
      return (PowerMeter) bench.open(new Ramp(1, 1), 1);
    }

    @Override
    protected void apply(double frequency, double watts) {
      bench.applied = watts;
    }
  }
}
