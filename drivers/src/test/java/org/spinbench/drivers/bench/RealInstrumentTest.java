package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.BiasSourceContract;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.LockInContract;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.PowerMeterContract;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.RfSourceContract;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SourceMeterContract;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzerContract;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.instrument.role.SweptBiasSourceContract;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.instrument.role.SweptRfSourceContract;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.instrument.role.VoltmeterContract;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * The contracts on a real instrument with nothing connected to it: {@code -Dbench=FILE
 * -Dinstrument=NAME}, where the name may have a channel, as {@code field:3}. The contracts of roles
 * that it does not play are left out, and so are tests that need something at its input.
 */
@Tag("bench")
@EnabledIfSystemProperty(named = "bench", matches = ".+")
@EnabledIfSystemProperty(named = "instrument", matches = ".+")
class RealInstrumentTest {
  private static ScpiSession session;

  private static <R> R open(Class<R> role) {
    BenchFile file = BenchFile.read(Path.of(System.getProperty("bench")));
    SourceName name = SourceName.parse(System.getProperty("instrument"));
    InstrumentEntry entry = file.instruments().get(name.instrument());
    assumeTrue(entry != null, "the bench file has no instrument " + name.instrument());
    Drivers.Driver driver = Drivers.of(entry.model());
    session =
        new ScpiSession(
            name.instrument(),
            ResourceName.parse(entry.resource()),
            new SystemTransports(file.links()),
            new SystemClock(),
            driver.dialect().within(Duration.ofNanos(Math.round(entry.timeout() * 1e9))));
    SourceFunction function = entry.source().orElse(driver.usual());
    Station station = Station.of(file, name.instrument(), function);
    Instrument instrument =
        driver.maker().make(session, function, station.ramp(), station.compliance());
    entry
        .limits()
        .forEach(
            (setting, range) ->
                instrument.settings().limit(setting, range.lowest(), range.highest()));
    Object player = instrument;
    if (instrument instanceof Channels<?> channels && name.channel() > 0) {
      player = channels.channel(name.channel());
    }
    assumeTrue(role.isInstance(player), entry.model() + " is no " + role.getSimpleName());
    return role.cast(player);
  }

  @AfterEach
  void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** What some RF sources can set to some of its words alone, as they are set. */
  private static final Map<String, String> OF_SOME =
      Map.of(
          "output", "it would put something out",
          "frequency_mode", "some of its words need a sweep or a list first",
          "modulation_type", "IQ needs its carrier above 400 MHz");

  /** As an RF source. */
  @Nested
  class AsRfSource extends RfSourceContract {
    @Override
    protected RfSource open() {
      return RealInstrumentTest.open(RfSource.class);
    }

    @Override
    protected Map<String, String> leftAlone() {
      return OF_SOME;
    }
  }

  /** As an RF source that sweeps. */
  @Nested
  class AsSweptRfSource extends SweptRfSourceContract {
    @Override
    protected RfSource open() {
      return RealInstrumentTest.open(SweptRfSource.class);
    }

    @Override
    protected Map<String, String> leftAlone() {
      return OF_SOME;
    }
  }

  /** As a source of bias; of up to 1 mA or 1 V. */
  @Nested
  class AsBiasSource extends BiasSourceContract<BiasSource> {
    private Unit unit;

    @Override
    protected BiasSource open() {
      BiasSource source = RealInstrumentTest.open(BiasSource.class);
      unit = source.level().unit();
      return source;
    }

    @Override
    protected double largest() {
      return unit == Unit.AMPERE ? 1e-3 : 1;
    }

    @Override
    protected void changeWhatALiveOutputForbids(BiasSource source) {
      abort("what a live output forbids depends on the model");
    }
  }

  /** As a source of bias that goes through levels; of up to 1 mA or 1 V. */
  @Nested
  class AsSweptBiasSource extends SweptBiasSourceContract {
    private Unit unit;

    @Override
    protected SweptBiasSource open() {
      SweptBiasSource source = RealInstrumentTest.open(SweptBiasSource.class);
      unit = source.level().unit();
      return source;
    }

    @Override
    protected double largest() {
      return unit == Unit.AMPERE ? 1e-3 : 1;
    }

    @Override
    protected double base() {
      return largest() / 50;
    }

    @Override
    protected void changeWhatALiveOutputForbids(SweptBiasSource source) {
      abort("what a live output forbids depends on the model");
    }
  }

  /** As a source meter, its terminals open; of up to 1 mA or 1 V. */
  @Nested
  class AsSourceMeter extends SourceMeterContract {
    private Unit unit;

    @Override
    protected SourceMeter open() {
      SourceMeter source = RealInstrumentTest.open(SourceMeter.class);
      unit = source.level().unit();
      return source;
    }

    @Override
    protected double largest() {
      return unit == Unit.AMPERE ? 1e-3 : 1;
    }

    @Override
    protected double load() {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** As a voltmeter. */
  @Nested
  class AsVoltmeter extends VoltmeterContract {
    @Override
    protected Voltmeter open() {
      return RealInstrumentTest.open(Voltmeter.class);
    }

    @Override
    protected double testRange() {
      return 1;
    }

    @Override
    protected void apply(double volts) {
      abort("nothing is connected");
    }
  }

  /** As a lock-in amplifier. */
  @Nested
  class AsLockIn extends LockInContract {
    @Override
    protected LockIn open() {
      return RealInstrumentTest.open(LockIn.class);
    }

    @Override
    protected double testSensitivity() {
      return 1e-3;
    }

    @Override
    protected double testTimeConstant() {
      return 0.1;
    }
  }

  /** As a power meter. */
  @Nested
  class AsPowerMeter extends PowerMeterContract {
    @Override
    protected PowerMeter open() {
      return RealInstrumentTest.open(PowerMeter.class);
    }

    @Override
    protected void apply(double frequency, double watts) {
      abort("nothing is connected");
    }
  }

  /** As a spectrum analyzer. */
  @Nested
  class AsSpectrumAnalyzer extends SpectrumAnalyzerContract {
    @Override
    protected SpectrumAnalyzer open() {
      return RealInstrumentTest.open(SpectrumAnalyzer.class);
    }

    @Override
    protected void apply(double frequency, double dbm) {
      abort("nothing is connected");
    }
  }
}
