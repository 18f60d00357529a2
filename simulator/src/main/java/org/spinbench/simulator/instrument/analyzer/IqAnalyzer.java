package org.spinbench.simulator.instrument.analyzer;

import java.util.List;
import java.util.function.Consumer;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.analyzer.Acquisition.Kind;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The I/Q analyzer mode of an X-series analyzer, {@code BASIC}: the complex spectrum and the I/Q
 * waveform (X-Series reference, "IQ Analyzer (Basic) Mode").
 *
 * <p>It is always free-running, shares centre frequency and input with the spectrum analyzer mode,
 * and records at most 200 000 samples. The spectrum is that of a Gaussian filter of the resolution
 * bandwidth, which a record of 3.72 over the bandwidth resolves (the width of a flat-top window).
 * Its records of I and Q are like those of the waveform, not the ones that made the spectrum. The
 * presets and ranges are unconfirmed, but for the span of 8 MHz with a bandwidth of 160 kHz, which
 * an example of the reference has.
 */
final class IqAnalyzer {
  private static final String SPECTRUM = "[:SENSe]:SPECtrum";
  private static final String WAVEFORM = "[:SENSe]:WAVeform";

  /** Width of the window in units of one over its duration. */
  private static final double WINDOW = 3.72;

  /** Span over coupled resolution bandwidth. */
  private static final double COUPLING = 50;

  private static final int MOST_POINTS = 20_001;
  private static final double UNFILTERED = 1e12;
  private static final double WIDEST = 510e6;
  private static final NumberRange SPAN = new NumberRange(Quantity.FREQUENCY, 10, WIDEST, 8e6);
  private static final NumberRange BAND = new NumberRange(Quantity.FREQUENCY, 10, WIDEST, 100e3);
  private static final NumberRange RESOLUTION =
      new NumberRange(Quantity.FREQUENCY, 0.1, 20e6, 160e3);
  private static final NumberRange TIME = new NumberRange(Quantity.TIME, 1e-6, 100, 2e-3);

  private final AnalyzerReceiver receiver;
  private final Surroundings surroundings;
  private final PresetSettings settings;
  private final Value<Double> span;
  private final Value<Boolean> averaging;
  private final Value<Integer> averages;
  private final Value<Double> band;
  private final Value<Double> seconds;
  private double resolution;
  private SpectrumSweep recorded;
  private IqCapture capture;

  /** A mode that is not selected, with its commands in this tree. */
  IqAnalyzer(AnalyzerReceiver receiver, CommandTree tree, Surroundings surroundings) {
    this.receiver = receiver;
    this.surroundings = surroundings;
    Acquisition acquisition = receiver.acquisition();
    Consumer<Runnable> changed = acquisition::changed;
    settings = new PresetSettings(tree).through(changed);
    span = settings.number(SPECTRUM + ":FREQuency:SPAN", SPAN);
    averaging = settings.flag(SPECTRUM + ":AVERage[:STATe]", true);
    averages = settings.integer(SPECTRUM + ":AVERage:COUNt", 1, 10_000, 25);
    band = settings.number(WAVEFORM + ":DIF:BANDwidth|:BWIDth[:RESolution]", BAND);
    seconds = settings.number(WAVEFORM + ":SWEep:TIME", TIME);
    String bandwidth = SPECTRUM + ":BANDwidth|:BWIDth[:RESolution]";
    tree.number(bandwidth, RESOLUTION, this::resolution, f -> changed.accept(() -> resolution = f));
    tree.flag(
        bandwidth + ":AUTO",
        () -> Double.isNaN(resolution),
        auto -> changed.accept(() -> resolution = auto ? Double.NaN : resolution()));
    for (Kind kind : List.of(Kind.COMPLEX_SPECTRUM, Kind.WAVEFORM)) {
      String name = kind == Kind.WAVEFORM ? "WAVeform" : "SPECtrum";
      tree.event("CONFigure:" + name, () -> configure(kind, true));
      tree.event("CONFigure:" + name + ":NDEFault", () -> configure(kind, false));
      tree.event(
          "INITiate:" + name,
          () -> {
            requireMode();
            acquisition.initiate(kind);
          });
    }
    preset();
  }

  void preset() {
    settings.preset();
    resolution = Double.NaN;
  }

  private double resolution() {
    return Double.isNaN(resolution) ? span.get() / COUPLING : resolution;
  }

  /** Whether a measurement belongs to this mode. */
  static boolean has(Kind kind) {
    return kind == Kind.COMPLEX_SPECTRUM || kind == Kind.WAVEFORM;
  }

  /** Refuses what another mode does not have. */
  void requireMode() {
    if (!has(receiver.acquisition().kind())) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  /** Selects a measurement of this mode, with presets or without. */
  void configure(Kind kind, boolean presets) {
    requireMode();
    receiver.acquisition().select(kind);
    if (presets) {
      preset();
    }
  }

  /** Selects this mode, or that of the spectrum analyzer. */
  void select(Call call) {
    String mode = call.choice(Choice.of("SA|BASIC|PNOISE"));
    Acquisition acquisition = receiver.acquisition();
    boolean here = has(acquisition.kind());
    if (mode.equals("PNOISE")) {
      throw new CommandException(StandardError.HARDWARE_MISSING);
    }
    if (here != mode.equals("BASIC")) {
      acquisition.select(here ? Kind.SPECTRUM : Kind.COMPLEX_SPECTRUM);
    }
  }

  /** Time of one record, s. */
  private double duration(Kind kind) {
    double width = kind == Kind.WAVEFORM ? band.get() : span.get();
    double wanted = kind == Kind.WAVEFORM ? seconds.get() : WINDOW / resolution();
    return Math.min(wanted, IqCapture.MOST / (IqCapture.OVERSAMPLING * width));
  }

  /** The settings of a measurement of this mode that starts now. */
  SpectrumSweep.Settings settings(Kind kind) {
    boolean waveform = kind == Kind.WAVEFORM;
    double width = waveform ? band.get() : span.get();
    double filter = waveform ? width : resolution();
    int points = (int) Math.min(MOST_POINTS, 1 + Math.floor(WINDOW * width / filter));
    int sweeps = waveform || !averaging.get() ? 1 : averages.get();
    return receiver.band(width, points, filter, UNFILTERED, sweeps, duration(kind));
  }

  private IqCapture capture(SpectrumSweep sweep, Kind kind) {
    if (sweep != recorded) {
      recorded = sweep;
      capture = new IqCapture(sweep, duration(kind), surroundings);
    }
    return capture;
  }

  /**
   * The results of a measurement.
   *
   * @param number which, as the reference numbers them: 0 or 3 I and Q in V, 2 the envelope in dBm,
   *     4 or 7 the spectrum in dBm, 1 scalars
   */
  double[] results(SpectrumSweep sweep, Kind kind, int number) {
    boolean waveform = kind == Kind.WAVEFORM;
    IqCapture iq = capture(sweep, kind);
    return switch (number) {
      case 0 -> iq.pairs();
      case 1 -> waveform ? ofWaveform(iq) : ofSpectrum(sweep, iq);
      case 2 -> dbm(iq.powers());
      case 3 -> iq.pairs();
      case 4, 7 -> receiver.unit().of(sweep.trace());
      default -> throw new CommandException(StandardError.HEADER_SUFFIX_OUT_OF_RANGE);
    };
  }

  private double[] dbm(double[] watts) {
    double[] levels = new double[watts.length];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = TraceData.dbm(watts[k]);
    }
    return levels;
  }

  /** Sample time, mean power twice, number of samples, peak over mean, largest and smallest. */
  private static double[] ofWaveform(IqCapture iq) {
    double[] powers = iq.powers();
    double mean = TraceData.dbm(Statistics.mean(powers));
    double most = TraceData.dbm(Statistics.most(powers));
    return new double[] {
      iq.interval(),
      mean,
      mean,
      iq.samples(),
      most - mean,
      most,
      TraceData.dbm(Statistics.least(powers))
    };
  }

  /** Peak, its frequency, points, first frequency, spacing; the same of time; averages. */
  private double[] ofSpectrum(SpectrumSweep sweep, IqCapture iq) {
    int peak = sweep.peak();
    return new double[] {
      receiver.unit().of(sweep.trace()[peak]),
      sweep.frequency(peak),
      sweep.points(),
      sweep.frequency(0),
      sweep.span() / Math.max(1, sweep.points() - 1),
      iq.samples(),
      0,
      iq.interval(),
      1,
      iq.interval() * (iq.samples() - 1),
      averaging.get() ? averages.get() : 1
    };
  }
}
