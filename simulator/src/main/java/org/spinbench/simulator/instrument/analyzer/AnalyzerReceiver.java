package org.spinbench.simulator.instrument.analyzer;

import java.nio.ByteOrder;
import java.util.function.DoubleFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The receiver behind the front panel of a simulated spectrum analyzer: the settings that every
 * maker's analyzers have, those that follow others, and the sweep that they add up to. A model is a
 * table that gives these settings its maker's names.
 */
final class AnalyzerReceiver {
  private static final double PRESET_ATTENUATION = 10;

  /** Power at the mixer above which the input is overloaded, W. */
  private static final double MOST_AT_MIXER = 1e-3;

  /**
   * What distinguishes the receiver of a model.
   *
   * @param frequencies what it can sweep
   * @param filters its filters and how they are coupled
   * @param points of a trace, after a reset
   * @param floor displayed density of its own noise with 10 dB of attenuation, W/Hz
   * @param mostAttenuation largest attenuation of the input, dB
   * @param preamplifier by how much its preamplifier lowers the noise, dB
   * @param lowestReference smallest reference level, dBm
   * @param highestReference largest reference level, dBm
   */
  record Model(
      FrequencyWindow.Model frequencies,
      CoupledFilters.Model filters,
      int points,
      double floor,
      double mostAttenuation,
      double preamplifier,
      double lowestReference,
      double highestReference) {}

  /**
   * How readings become a trace.
   *
   * @param detector what becomes of the readings in one point
   * @param scale what averaging averages
   * @param mode what becomes of the sweeps
   * @param sweeps sweeps that are made
   */
  record Detection(
      SpectrumSweep.Detector detector,
      AmplitudeNoise.Scale scale,
      SpectrumSweep.TraceMode mode,
      int sweeps) {
    /** Of an analyzer that makes one sweep for a trace that is written. */
    static Detection combining(
        SpectrumSweep.Detector detector,
        AmplitudeNoise.Scale scale,
        SpectrumSweep.TraceMode mode,
        int averages) {
      boolean one = mode == SpectrumSweep.TraceMode.WRITE;
      return new Detection(detector, scale, mode, one ? 1 : averages);
    }
  }

  private static final double REFERENCE_PRESET = 0;
  private static final Vocabulary<LevelUnit> UNITS =
      new Vocabulary<LevelUnit>()
          .word("DBM", LevelUnit.DBM)
          .word("DBMV", LevelUnit.DBMV)
          .word("DBUV", LevelUnit.DBUV)
          .word("V", LevelUnit.VOLT)
          .word("W", LevelUnit.WATT);

  /** Width of a Gaussian filter by each definition over its -3 dB width. */
  private static final Vocabulary<Double> FILTER_TYPES =
      new Vocabulary<Double>()
          .word("DB3", 1.0)
          .word("DB6", Math.sqrt(2))
          .word("IMPulse", Math.sqrt(StrictMath.PI / (2 * StrictMath.log(2))))
          .word("NOISe", Math.sqrt(StrictMath.PI / StrictMath.log(2)) / 2);

  /** Where the band of a preamplifier ends, Hz. */
  private static final Vocabulary<Double> BANDS =
      new Vocabulary<Double>().word("LOW", 3.6e9).word("FULL", Double.POSITIVE_INFINITY);

  private static final Vocabulary<ByteOrder> ORDERS =
      new Vocabulary<ByteOrder>()
          .word("NORMal", ByteOrder.BIG_ENDIAN)
          .word("SWAPped", ByteOrder.LITTLE_ENDIAN);

  private final Model model;
  private final FrequencyWindow window;
  private final CoupledFilters filters;
  private final Acquisition acquisition;
  private int points;
  private double attenuation;
  private boolean preamplifier;
  private final WordSetting<Double> preamplifierBand = new WordSetting<>(BANDS, "FULL");
  private final WordSetting<Double> filterType = new WordSetting<>(FILTER_TYPES, "DB3");
  private final WordSetting<LevelUnit> unit = new WordSetting<>(UNITS, "DBM");
  private final WordSetting<ByteOrder> order = new WordSetting<>(ORDERS, "NORM");
  private double referenceLevel;

  /**
   * A receiver with preset settings.
   *
   * @param settings gives those of the measurement that would start now
   */
  AnalyzerReceiver(
      Model model,
      Surroundings surroundings,
      SpectrumInput input,
      Supplier<SpectrumSweep.Settings> settings) {
    this.model = model;
    window = new FrequencyWindow(model.frequencies);
    filters = new CoupledFilters(model.filters, window::span);
    acquisition = new Acquisition(surroundings, input, settings);
    preset(false);
  }

  /** The words for detectors that all makers share. */
  static Vocabulary<SpectrumSweep.Detector> detectors() {
    return new Vocabulary<SpectrumSweep.Detector>()
        .word("POSitive", SpectrumSweep.Detector.POSITIVE)
        .word("NEGative", SpectrumSweep.Detector.NEGATIVE)
        .word("SAMPle", SpectrumSweep.Detector.SAMPLE);
  }

  /** The words for trace modes that all makers share. */
  static Vocabulary<SpectrumSweep.TraceMode> traceModes() {
    return new Vocabulary<SpectrumSweep.TraceMode>()
        .word("WRITe", SpectrumSweep.TraceMode.WRITE)
        .word("MAXHold", SpectrumSweep.TraceMode.MAX_HOLD)
        .word("MINHold", SpectrumSweep.TraceMode.MIN_HOLD);
  }

  /** The words for what a marker reads that makers share. */
  static Vocabulary<TraceMarkers.Function> markerFunctions() {
    return new Vocabulary<TraceMarkers.Function>()
        .word("OFF", TraceMarkers.Function.LEVEL)
        .word("NOISe", TraceMarkers.Function.NOISE);
  }

  /** Presets every setting, and forgets what was measured. */
  void preset(boolean continuous) {
    window.preset();
    filters.couple();
    points = model.points;
    attenuation = Double.NaN;
    preamplifier = false;
    preamplifierBand.preset();
    filterType.preset();
    order.preset();
    referenceLevel = REFERENCE_PRESET;
    unit.preset();
    acquisition.reset(continuous);
  }

  FrequencyWindow window() {
    return window;
  }

  CoupledFilters filters() {
    return filters;
  }

  Acquisition acquisition() {
    return acquisition;
  }

  int points() {
    return points;
  }

  /** Moves the reference level to the one that it has nearest to this. */
  void moveReference(double dbm) {
    referenceLevel = Math.max(model.lowestReference, Math.min(model.highestReference, dbm));
  }

  /** Other filters of the same model, for a measurement that has its own span. */
  CoupledFilters otherFilters(DoubleSupplier span) {
    return new CoupledFilters(model.filters, span);
  }

  /** Declares frequencies, filters and sweep time, and when it measures. */
  void declareSweep(CommandTree tree) {
    window.declare(tree, acquisition::changed);
    filters.declare(tree, acquisition::changed);
    acquisition.declare(tree);
  }

  /** Declares the number of points. */
  void declarePoints(CommandTree tree, int fewest, int most) {
    tree.integer(
        "[:SENSe]:SWEep:POINts",
        fewest,
        most,
        () -> points,
        n -> acquisition.changed(() -> points = (int) n));
  }

  /** Declares the attenuation of the input, with its coupling to the reference level. */
  void declareAttenuation(CommandTree tree, String header) {
    tree.number(
        header,
        new NumberRange(Quantity.DECIBELS, 0, model.mostAttenuation, PRESET_ATTENUATION),
        this::attenuation,
        db -> acquisition.changed(() -> attenuation = db));
    tree.flag(
        header + ":AUTO",
        () -> Double.isNaN(attenuation),
        auto -> acquisition.changed(() -> attenuation = auto ? Double.NaN : this.attenuation()));
  }

  /** Declares the switch of the preamplifier. */
  void declarePreamplifier(CommandTree tree, String header) {
    tree.flag(header, () -> preamplifier, on -> acquisition.changed(() -> preamplifier = on));
  }

  /** Declares a switch that keeps the preamplifier to its low band, up to 3.6 GHz. */
  void declarePreamplifierBand(CommandTree tree, String header) {
    preamplifierBand.declare(tree, header, acquisition::changed);
  }

  /** Declares by which definition a resolution bandwidth is set. */
  void declareFilterType(CommandTree tree, String header) {
    filterType.declare(tree, header, acquisition::changed);
  }

  /** Declares the reference level. */
  void declareReference(CommandTree tree, String header) {
    tree.number(
        header,
        new NumberRange(
            Quantity.POWER_DBM, model.lowestReference, model.highestReference, REFERENCE_PRESET),
        () -> referenceLevel,
        dbm -> acquisition.changed(() -> referenceLevel = dbm));
  }

  /**
   * Declares a condition register that says whether the input was overloaded in the last sweep:
   * more than 0 dBm reached the mixer. Where that begins is unconfirmed by a manual.
   */
  void declareOverload(CommandTree tree, String header, int bit) {
    tree.query(header, () -> Integer.toString(isOverloaded() ? bit : 0));
  }

  private boolean isOverloaded() {
    SpectrumSweep sweep = acquisition.completed();
    return sweep != null
        && sweep.inputPower() * StrictMath.pow(10, -attenuation() / 10) > MOST_AT_MIXER;
  }

  /** Declares in what levels are answered. */
  void declareUnit(CommandTree tree, String header) {
    unit.declare(tree, header, Runnable::run);
  }

  /** In what levels are answered. */
  LevelUnit unit() {
    return unit.meaning();
  }

  /** Declares the byte order of binary traces. */
  void declareByteOrder(CommandTree tree) {
    order.declare(tree, "FORMat:BORDer", Runnable::run);
  }

  /** In what byte order binary traces are answered. */
  ByteOrder order() {
    return order.meaning();
  }

  /** Coupled: 10 dB, and above a reference level of 0 dBm as much more as that is higher. */
  private double attenuation() {
    if (!Double.isNaN(attenuation)) {
      return attenuation;
    }
    return Math.min(model.mostAttenuation, PRESET_ATTENUATION + Math.max(0, referenceLevel));
  }

  /** Displayed density of the receiver's own noise, W/Hz. */
  private double floor() {
    boolean inBand = window.stop() <= preamplifierBand.meaning();
    double gain = preamplifier && inBand ? model.preamplifier : 0;
    double excess = attenuation() - PRESET_ATTENUATION - gain;
    return model.floor * StrictMath.pow(10, excess / 10);
  }

  /** A sweep over the window. */
  SpectrumSweep.Settings spectrum(Detection detection) {
    return new SpectrumSweep.Settings(
        window.start(),
        window.stop(),
        points,
        filters.resolution() / filterType.meaning(),
        filters.video(),
        detection.detector,
        detection.scale,
        detection.mode,
        detection.sweeps,
        floor(),
        filters.seconds());
  }

  /** A sweep about the centre that averages power, over a span and with filters of its own. */
  SpectrumSweep.Settings channel(double span, CoupledFilters own, int sweeps) {
    return new SpectrumSweep.Settings(
        window.centre() - span / 2,
        window.centre() + span / 2,
        model.points,
        own.resolution(),
        own.video(),
        SpectrumSweep.Detector.AVERAGE,
        AmplitudeNoise.Scale.RMS,
        SpectrumSweep.TraceMode.AVERAGE,
        sweeps,
        floor(),
        own.seconds());
  }

  /** Markers on the trace of this receiver. */
  TraceMarkers markers(int count, Supplier<SpectrumSweep> sweep, DoubleFunction<String> format) {
    return markers("CALCulate#:MARKer#", count, sweep, format);
  }

  /** Markers on the trace of this receiver, which stand below a node of their own. */
  TraceMarkers markers(
      String node, int count, Supplier<SpectrumSweep> sweep, DoubleFunction<String> format) {
    return new TraceMarkers(node, count, this, sweep, format);
  }
}
