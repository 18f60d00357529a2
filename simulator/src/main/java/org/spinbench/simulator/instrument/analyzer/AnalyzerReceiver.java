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
 * The receiver of a simulated spectrum analyzer: the settings that all makers' analyzers have,
 * their couplings, and the resulting sweep. A model is a table that names these settings.
 */
final class AnalyzerReceiver {
  private static final double PRESET_ATTENUATION = 10;

  /** Power at the mixer that overloads the input, W. */
  private static final double MOST_AT_MIXER = 1e-3;

  /** Distance to an overload that an optimised attenuation keeps, dB. */
  private static final double MARGIN = 10;

  /**
   * The data of a model's receiver.
   *
   * @param frequencies frequencies that it can sweep
   * @param filters its filters and their coupling
   * @param points number of points of a trace after a reset
   * @param floor displayed density of its own noise with 10 dB of attenuation, and with any noise
   *     floor extension, W/Hz
   * @param mostAttenuation largest attenuation of the input, dB
   * @param preamplifier reduction of the noise by its preamplifier, dB
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
   * How readings form a trace.
   *
   * @param detector combines the readings of one point
   * @param scale quantity that is averaged
   * @param mode combines sweeps
   * @param sweeps number of sweeps
   */
  record Detection(
      SpectrumSweep.Detector detector,
      AmplitudeNoise.Scale scale,
      SpectrumSweep.TraceMode mode,
      int sweeps) {
    /** For an analyzer that makes one sweep in clear-write mode. */
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

  /** Upper end of the low band, Hz, and what the noise floor extension takes from the noise, dB. */
  private static final double LOW_BAND = 3.6e9;

  private static final double EXTENSION_LOW = 10;
  private static final double EXTENSION_HIGH = 8;
  private static final Vocabulary<LevelUnit> UNITS =
      new Vocabulary<LevelUnit>()
          .word("DBM", LevelUnit.DBM)
          .word("DBMV", LevelUnit.DBMV)
          .word("DBUV", LevelUnit.DBUV)
          .word("V", LevelUnit.VOLT)
          .word("W", LevelUnit.WATT);

  /** Ratio of a Gaussian filter's width, by each definition, to its -3 dB width. */
  private static final Vocabulary<Double> FILTER_TYPES =
      new Vocabulary<Double>()
          .word("DB3", 1.0)
          .word("DB6", Math.sqrt(2))
          .word("IMPulse", Math.sqrt(StrictMath.PI / (2 * StrictMath.log(2))))
          .word("NOISe", Math.sqrt(StrictMath.PI / StrictMath.log(2)) / 2);

  /** Upper end of a preamplifier's band, Hz. */
  private static final Vocabulary<Double> BANDS =
      new Vocabulary<Double>().word("LOW", LOW_BAND).word("FULL", Double.POSITIVE_INFINITY);

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
  private boolean hasExtension;
  private boolean extended = true;
  private boolean adaptive = true;

  /**
   * A receiver with preset settings.
   *
   * @param settings gives the settings of a measurement that starts now
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

  /** The words for detectors that all makers have in common. */
  static Vocabulary<SpectrumSweep.Detector> detectors() {
    return new Vocabulary<SpectrumSweep.Detector>()
        .word("POSitive", SpectrumSweep.Detector.POSITIVE)
        .word("NEGative", SpectrumSweep.Detector.NEGATIVE)
        .word("SAMPle", SpectrumSweep.Detector.SAMPLE);
  }

  /** The words for trace modes that all makers have in common. */
  static Vocabulary<SpectrumSweep.TraceMode> traceModes() {
    return new Vocabulary<SpectrumSweep.TraceMode>()
        .word("WRITe", SpectrumSweep.TraceMode.WRITE)
        .word("MAXHold", SpectrumSweep.TraceMode.MAX_HOLD)
        .word("MINHold", SpectrumSweep.TraceMode.MIN_HOLD);
  }

  /** The words for marker functions that makers have in common. */
  static Vocabulary<TraceMarkers.Function> markerFunctions() {
    return new Vocabulary<TraceMarkers.Function>()
        .word("OFF", TraceMarkers.Function.LEVEL)
        .word("NOISe", TraceMarkers.Function.NOISE);
  }

  /** Presets every setting and discards the last measurement. */
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

  Acquisition acquisition() {
    return acquisition;
  }

  /** Sets the reference level to the nearest possible one. */
  void moveReference(double dbm) {
    referenceLevel = Math.max(model.lowestReference, Math.min(model.highestReference, dbm));
  }

  /** The reference level, dBm. */
  double reference() {
    return referenceLevel;
  }

  /** Chooses the smallest attenuation, in steps of 2 dB, that keeps a power from overloading. */
  void attenuateFor(double watts) {
    double excess = 10 * StrictMath.log10(Math.max(watts, 1e-15) / MOST_AT_MIXER) + MARGIN;
    double wanted = 2 * StrictMath.ceil(Math.max(0, excess) / 2);
    acquisition.changed(() -> attenuation = Math.min(model.mostAttenuation, wanted));
  }

  /** Separate filters of the same model, for a measurement with another span. */
  CoupledFilters otherFilters(DoubleSupplier span) {
    return new CoupledFilters(model.filters, span);
  }

  /** Declares frequencies, filters, sweep time, and the start of measurements. */
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
    tree.whole(
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

  /** Declares a switch that limits the preamplifier to its low band, up to 3.6 GHz. */
  void declarePreamplifierBand(CommandTree tree, String header) {
    preamplifierBand.declare(tree, header, acquisition::changed);
  }

  /**
   * Declares the noise floor extension, which subtracts the receiver's own noise: on, unless it is
   * switched off, which no preset changes (X-series, page 673). The displayed noise is then lower
   * by about 10 dB, and by 8 dB above 3.6 GHz (X-series, short-range modes, page 967).
   *
   * @param installed whether it has an effect
   */
  void declareFloorExtension(CommandTree tree, boolean installed) {
    String header = "[:SENSe]:CORRection:NOISe:FLOor";
    tree.flag(
        header,
        () -> extended,
        on ->
            acquisition.changed(
                () -> {
                  extended = on;
                  adaptive &= !on;
                }));
    tree.flag(header + ":ADAPtive", () -> adaptive, on -> adaptive = on);
    hasExtension = installed;
  }

  /** Declares the definition of the resolution bandwidth. */
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
   * Declares a condition register that shows an overload of the input in the last sweep: more than
   * 0 dBm at the mixer. No manual confirms this threshold.
   */
  void declareOverload(CommandTree tree, String header, int bit) {
    tree.query(header, () -> Integer.toString(isOverloaded() ? bit : 0));
  }

  private boolean isOverloaded() {
    SpectrumSweep sweep = acquisition.completed();
    return sweep != null
        && sweep.inputPower() * StrictMath.pow(10, -attenuation() / 10) > MOST_AT_MIXER;
  }

  /** Declares the unit of levels in answers. */
  void declareUnit(CommandTree tree, String header) {
    unit.declare(tree, header, Runnable::run);
  }

  /** The unit of levels in answers. */
  LevelUnit unit() {
    return unit.meaning();
  }

  /** Declares the byte order of binary traces. */
  void declareByteOrder(CommandTree tree) {
    order.declare(tree, "FORMat:BORDer", Runnable::run);
  }

  /** The byte order of binary traces. */
  ByteOrder order() {
    return order.meaning();
  }

  /** The attenuation, dB. Coupled: 10 dB, plus any excess of the reference level over 0 dBm. */
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
    if (hasExtension && !extended) {
      excess += window.stop() <= LOW_BAND ? EXTENSION_LOW : EXTENSION_HIGH;
    }
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

  /** A sweep around the centre that averages power, with its own span and filters. */
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

  /** Sweeps around the centre with settings of their own, which average power. */
  SpectrumSweep.Settings band(
      double span, int points, double resolution, double video, int sweeps, double seconds) {
    return new SpectrumSweep.Settings(
        window.centre() - span / 2,
        window.centre() + span / 2,
        points,
        resolution,
        video,
        SpectrumSweep.Detector.SAMPLE,
        AmplitudeNoise.Scale.RMS,
        SpectrumSweep.TraceMode.AVERAGE,
        sweeps,
        floor(),
        seconds);
  }

  /** Markers on the trace of this receiver. */
  TraceMarkers markers(int count, Supplier<SpectrumSweep> sweep, DoubleFunction<String> format) {
    return markers("CALCulate#:MARKer#", count, sweep, format);
  }

  /** Markers on the trace of this receiver, whose commands are below this node. */
  TraceMarkers markers(
      String node, int count, Supplier<SpectrumSweep> sweep, DoubleFunction<String> format) {
    return new TraceMarkers(node, count, this, sweep, format);
  }
}
