package org.spinbench.drivers.bench.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.spinbench.drivers.anritsu.Mg3692c;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.keithley.K2182a;
import org.spinbench.drivers.keithley.K2400;
import org.spinbench.drivers.keithley.K2450;
import org.spinbench.drivers.keithley.K2600;
import org.spinbench.drivers.keithley.K6221;
import org.spinbench.drivers.keysight.AnalogSource;
import org.spinbench.drivers.keysight.B2900;
import org.spinbench.drivers.keysight.Truevolt;
import org.spinbench.drivers.keysight.U2040x;
import org.spinbench.drivers.keysight.XSeries;
import org.spinbench.drivers.lakeshore.Model336;
import org.spinbench.drivers.lakeshore.Model425;
import org.spinbench.drivers.qdevil.Qdac2;
import org.spinbench.drivers.rigol.Dsa815;
import org.spinbench.drivers.rohdeschwarz.FsAnalyzer;
import org.spinbench.drivers.rohdeschwarz.Nrp;
import org.spinbench.drivers.rohdeschwarz.Sgs100a;
import org.spinbench.drivers.rohdeschwarz.Smb100a;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.siglent.Ssa3021x;
import org.spinbench.drivers.stanford.Sg380;
import org.spinbench.drivers.stanford.Sr830;
import org.spinbench.drivers.stanford.Sr860;
import org.spinbench.drivers.windfreak.SynthHd;
import org.spinbench.drivers.yokogawa.Gs200;

/** The table of drivers: one line for each model of a bench file. */
public final class Drivers {
  private static final Map<String, Driver> TABLE = new LinkedHashMap<>();

  static {
    addRf("SGS100A", Dialect.SCPI, Sgs100a::on);
    add("N9030B", List.of("N9030B"), XSeries::n9030b);
    add("N9020B", List.of("N9020B"), XSeries::n9020b);
    add("FSV", FsAnalyzer.models("FSV", 3, 4, 7, 13, 30, 40), FsAnalyzer::fsv);
    add("FSW", FsAnalyzer.models("FSW", 8, 13, 26, 43, 50, 67, 85), FsAnalyzer::fsw);
    add("DSA815", List.of("DSA815"), Dsa815::on);
    add("SSA3021X", List.of("SSA3021X"), Ssa3021x::on);
    addRf("SMB100A", Dialect.SCPI, Smb100a::on);
    for (String model : List.of("N5171B", "N5173B", "N5181B", "N5183B", "E8257D")) {
      addRf(model, Dialect.SCPI, AnalogSource::on);
    }
    for (String model : List.of("SG382", "SG384", "SG386")) {
      addRf(model, Sg380.DIALECT, Sg380::on);
    }
    addRf("SynthHD", SynthHd.DIALECT, SynthHd::on);
    addRf("MG3692C", Dialect.SCPI, Mg3692c::on);
    addSource(
        "GS200",
        List.of("GS210", "GS211", "GS200"),
        List.of(SourceFunction.CURRENT),
        (session, function, ramp, compliance) -> Gs200.on(session, ramp, compliance));
    addSource(
        "QDAC-II",
        List.of("QDAC-II"),
        List.of(SourceFunction.VOLTAGE),
        (session, function, ramp, compliance) -> Qdac2.on(session, ramp));
    add("2182A", List.of("MODEL 2182A"), K2182a::new);
    for (String model : List.of("2400", "2401", "2410", "2420")) {
      addSourceMeter(model, List.of("MODEL " + model), K2400::on);
    }
    for (String model : List.of("2450", "2461")) {
      addSourceMeter(model, List.of("MODEL " + model), K2450::on);
    }
    addSourceMeter("B2901A", List.of("B2901A"), B2900::b2901a);
    addSourceMeter("B2912A", List.of("B2912A"), B2900::b2912a);
    addSourceMeter("2602B", K2600.IDENTITIES, Dialect.TSP, K2600::on);
    addSource(
        "6221",
        List.of("MODEL 6221"),
        List.of(SourceFunction.CURRENT),
        (session, function, ramp, compliance) -> K6221.on(session, ramp, compliance));
    add("34461A", List.of("34461A"), Truevolt::new);
    add("34465A", List.of("34465A"), Truevolt::new);
    put("SR830", List.of("SR830"), Sr830.DIALECT, false, Sr830::new);
    put("SR860", List.of("SR860"), Sr860.DIALECT, false, Sr860::new);
    add("NRP", Nrp.MODELS, Nrp::new);
    add("U2040X", U2040x.MODELS, U2040x::new);
    put("336", List.of("MODEL336"), Model336.DIALECT, false, Model336::new);
    put("425", List.of("MODEL425"), Model425.DIALECT, false, Model425::new);
  }

  private Drivers() {}

  /** Adds a model that speaks SCPI. */
  private static void add(
      String model, List<String> identities, Function<ScpiSession, Instrument> maker) {
    put(model, identities, Dialect.SCPI, false, maker);
  }

  /** Adds an RF source that reports the name of its model. */
  private static void addRf(
      String model, Dialect dialect, Function<ScpiSession, Instrument> maker) {
    put(model, List.of(model), dialect, true, maker);
  }

  private static void put(
      String model,
      List<String> identities,
      Dialect dialect,
      boolean rf,
      Function<ScpiSession, Instrument> maker) {
    TABLE.put(
        model,
        new Driver(
            identities,
            dialect,
            rf,
            List.of(),
            (session, function, ramp, compliance) -> maker.apply(session)));
  }

  /** Adds a bias source that speaks SCPI. */
  private static void addSource(
      String model, List<String> identities, List<SourceFunction> functions, Maker maker) {
    addSource(model, identities, Dialect.SCPI, functions, maker);
  }

  private static void addSource(
      String model,
      List<String> identities,
      Dialect dialect,
      List<SourceFunction> functions,
      Maker maker) {
    TABLE.put(model, new Driver(identities, dialect, false, functions, maker));
  }

  /** Adds a source meter that speaks SCPI; all its channels have the same functions. */
  private static void addSourceMeter(String model, List<String> identities, Maker maker) {
    addSourceMeter(model, identities, Dialect.SCPI, maker);
  }

  private static void addSourceMeter(
      String model, List<String> identities, Dialect dialect, Maker maker) {
    addSource(
        model, identities, dialect, List.of(SourceFunction.CURRENT, SourceFunction.VOLTAGE), maker);
  }

  /**
   * One model.
   *
   * @param identities model names in the answers to {@code *IDN?}
   * @param dialect their language
   * @param rf whether they are RF sources
   * @param functions what they can source, the default first; empty if they are no bias source
   * @param maker makes the driver
   */
  public record Driver(
      List<String> identities,
      Dialect dialect,
      boolean rf,
      List<SourceFunction> functions,
      Maker maker) {
    /** The default source function. */
    public SourceFunction usual() {
      return functions.isEmpty() ? SourceFunction.CURRENT : functions.get(0);
    }
  }

  /** Makes a driver for a session. */
  public interface Maker {
    /**
     * Makes it. Only bias sources use the other arguments.
     *
     * @param function current or voltage
     * @param ramp largest rate of change of its level
     * @param compliance limit of the other quantity, V for a current source, A for a voltage source
     */
    Instrument make(ScpiSession session, SourceFunction function, Ramp ramp, double compliance);
  }

  /** The models, in the order of the table. */
  public static Set<String> models() {
    return TABLE.keySet();
  }

  /** The driver of a model; null if the model is unknown. */
  public static Driver of(String model) {
    return TABLE.get(model);
  }
}
