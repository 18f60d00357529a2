package org.spinbench.drivers.instrument.role;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.LimitException.Level;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.OverloadRegister.Measured;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * The common driver of spectrum analyzers: prepares single sweeps, sweeps, and measures the power
 * in a band. The driver of a model is the table of its settings with its peculiarities.
 */
public final class SweptAnalyzer implements SpectrumAnalyzer {
  private static final int POINTS_PER_BANDWIDTH = 3;
  private static final String IN_DBM = "DBM";

  /** Resolution of reference levels, dB. */
  private static final double LEVEL_STEP = 0.01;

  /** Longest sweep, s, unless the timeout of the analyzer is longer. */
  private static final double LONGEST_SWEEP = 2;

  /** Longest separate measurement of a channel power, s. */
  private static final double CHANNEL_POWER = 1;

  private final ScpiSession session;
  private final Settings settings;
  private final double step;
  private final NumberSetting centre;
  private final NumberSetting span;
  private final NumberSetting start;
  private final NumberSetting stop;
  private final NumberSetting centreStep;
  private final SwitchSetting continuous;
  private NumberSetting resolutionBandwidth;
  private NumberSetting videoBandwidth;
  private NumberSetting sweepTime;
  private final List<SwitchSetting> couplings = new ArrayList<>();
  private NumberSetting attenuation;
  private NumberSetting referenceLevel;
  private ChoiceSetting unit;
  private double uncertainty = Double.NaN;
  private NumberSetting points;
  private int fixedPoints;
  private Runnable inspection = () -> {};
  private final List<Runnable> spectrum = new ArrayList<>();
  private final List<Runnable> averaging = new ArrayList<>();
  private Supplier<double[]> trace;
  private Band band;
  private boolean inSpectrum;
  private boolean marked = true;
  private Optional<OverloadRegister> overloads = Optional.empty();

  /** Tunes a power measurement to a band. */
  public interface Band {
    /**
     * Tunes the analyzer to a band, and sends only what has changed.
     *
     * @return a message that measures once and queries the power as its last answer, dBm
     */
    String aim(double centre, double bandwidth);
  }

  /**
   * An analyzer whose frequencies and switch of continuous sweeps have the names of SCPI-99, volume
   * 2, chapter 18; sends nothing.
   *
   * @param lowest smallest frequency, Hz
   * @param highest largest frequency, Hz
   * @param step resolution of frequencies, Hz
   */
  public SweptAnalyzer(ScpiSession session, double lowest, double highest, double step) {
    this.session = session;
    settings = new Settings(session);
    settings.sends(":INIT:IMM");
    this.step = step;
    centre = frequency("centre", ":FREQ:CENT", lowest, highest);
    span = frequency("span", ":FREQ:SPAN", 0, widest(lowest, highest));
    start = frequency("start", ":FREQ:STAR", lowest, highest);
    stop = frequency("stop", ":FREQ:STOP", lowest, highest);
    centreStep = frequency("centre_step", ":FREQ:CENT:STEP", step, widest(lowest, highest));
    continuous = settings.onOff("continuous", ":INIT:CONT");
  }

  /** Declares a frequency, or a difference of frequencies. */
  public NumberSetting frequency(String name, String header, double lowest, double highest) {
    return settings.number(name, header, Unit.HERTZ, lowest, highest).resolution(step);
  }

  /** Sets the range of frequencies again, when options narrow it. */
  public void frequencies(double lowest, double highest) {
    for (NumberSetting setting : List.of(centre, start, stop)) {
      setting.range(lowest, highest);
    }
    span.range(0, widest(lowest, highest));
    centreStep.range(step, widest(lowest, highest));
  }

  /** The widest span with nonnegative frequencies. */
  private static double widest(double lowest, double highest) {
    return highest - Math.max(0, lowest);
  }

  /**
   * Declares the resolution bandwidth, Hz, and its coupling.
   *
   * @param digits leading digits in each decade; none if any bandwidth is possible
   */
  public SweptAnalyzer resolutionBandwidths(double narrowest, double widest, int... digits) {
    resolutionBandwidth =
        bandwidth("resolution_bandwidth", ":BAND", narrowest, widest).inDecades(digits);
    span.changes(resolutionBandwidth);
    start.changes(centre, span, resolutionBandwidth);
    stop.changes(centre, span, resolutionBandwidth);
    return this;
  }

  /** Declares the video bandwidth in the same way. */
  public SweptAnalyzer videoBandwidths(double narrowest, double widest, int... digits) {
    videoBandwidth = bandwidth("video_bandwidth", ":BAND:VID", narrowest, widest).inDecades(digits);
    return this;
  }

  private NumberSetting bandwidth(String name, String header, double narrowest, double widest) {
    return coupled(name, header, Unit.HERTZ, narrowest, widest);
  }

  /** Declares the time of a sweep, s, and its coupling to span and bandwidths. */
  public SweptAnalyzer sweepTimes(double shortest, double longest) {
    sweepTime = coupled("sweep_time", ":SWE:TIME", Unit.SECOND, shortest, longest);
    for (NumberSetting setting : List.of(start, stop, span, resolutionBandwidth, videoBandwidth)) {
      setting.changes(sweepTime);
    }
    for (SwitchSetting coupling : couplings) {
      coupling.changes(sweepTime);
    }
    return this;
  }

  /** Declares the attenuation of the input, dB, and its coupling to the reference level. */
  public SweptAnalyzer attenuations(String header, double most) {
    attenuation = coupled("attenuation", header, Unit.DECIBEL, 0, most).resolution(1);
    return this;
  }

  /** Declares the reference level, dBm, which is the top of the screen and the range of levels. */
  public SweptAnalyzer referenceLevels(String header, double lowest, double highest) {
    referenceLevel =
        settings
            .number("reference_level", header, Unit.DBM, lowest, highest)
            .resolution(LEVEL_STEP)
            .changes(attenuation);
    return this;
  }

  /** Declares the unit of levels. */
  public SweptAnalyzer units(String header) {
    unit = settings.choice("unit", header, "DBMV", "DBUV", "DBM", "V", "W");
    return this;
  }

  private NumberSetting coupled(
      String name, String header, Unit unitOfIt, double lowest, double highest) {
    NumberSetting setting = settings.number(name, header, unitOfIt, lowest, highest);
    couplings.add(settings.onOff(name + "_auto", header + ":AUTO").changes(setting));
    return setting;
  }

  /** Sets the standard deviation of a level from the data sheet, dB. */
  public SweptAnalyzer uncertainty(double decibels) {
    uncertainty = decibels;
    return this;
  }

  /** Declares a variable number of points. */
  public SweptAnalyzer points(NumberSetting setting) {
    points = setting;
    return this;
  }

  /** Declares a constant number of points. */
  public SweptAnalyzer points(int always) {
    fixedPoints = always;
    return this;
  }

  /** Sets a query at the opening of the bench, by which options narrow the ranges of settings. */
  public SweptAnalyzer inspectedBy(Runnable questions) {
    inspection = questions;
    return this;
  }

  /** Declares a choice whose first word selects the spectrum display. */
  public ChoiceSetting shows(String name, String header, String... words) {
    return showsWith(settings.choice(name, header, words), words[0]);
  }

  /** Selects the spectrum display by a word of this choice. */
  public ChoiceSetting showsWith(ChoiceSetting choice, String word) {
    spectrum.add(() -> choice.ensure(word));
    return choice;
  }

  /**
   * Declares a choice whose first word {@link #prepare} sets, so that a sweep averages power in
   * each point and the trace is binary.
   */
  public ChoiceSetting prepares(String name, String header, String... words) {
    ChoiceSetting choice = settings.choice(name, header, words);
    averaging.add(() -> choice.ensure(words[0]));
    return choice;
  }

  /** Declares a whole number that {@link #prepare} sets. */
  public NumberSetting prepares(
      String name, String header, double lowest, double highest, double to) {
    NumberSetting number = settings.number(name, header, Unit.ONE, lowest, highest).resolution(1);
    averaging.add(() -> number.ensure(to));
    return number;
  }

  /** Sets the reader and the query for the levels of a complete sweep. */
  public SweptAnalyzer reads(TraceReader reader, String question) {
    trace = () -> reader.read(question);
    return this;
  }

  /**
   * Sets the overload query. An overload at any frequency makes every level doubtful. Without it,
   * only the reference level is known.
   *
   * @param question for a condition register
   * @param bits of the register, any of which means an overload
   */
  public SweptAnalyzer overloadedBy(String question, int bits) {
    overloads = Optional.of(new OverloadRegister(session, question, bits));
    return this;
  }

  /** Computes the power in a band from the spectrum. */
  public SweptAnalyzer bandInSpectrum(Band aim) {
    band = aim;
    inSpectrum = true;
    return this;
  }

  /** Measures the power in a band separately. */
  public SweptAnalyzer bandBy(Band aim) {
    band = aim;
    return this;
  }

  @Override
  public void inspect() {
    inspection.run();
  }

  /**
   * {@inheritDoc}
   *
   * @throws LimitException if a trace cannot have that many points, or the span or bandwidth is
   *     impossible; then nothing was sent
   */
  @Override
  public void prepare(double newSpan, double newResolutionBandwidth) {
    span.check(newSpan);
    resolutionBandwidth.check(newResolutionBandwidth);
    double needed = Math.ceil(POINTS_PER_BANDWIDTH * newSpan / newResolutionBandwidth) + 1;
    if (points == null && needed > fixedPoints) {
      throw tooFewPoints(newSpan, newResolutionBandwidth, needed);
    }
    if (points != null) {
      points.check(Math.max(points.minimum(), needed));
    }
    showSpectrum();
    continuous.ensure(false);
    span.ensure(newSpan);
    resolutionBandwidth.ensure(newResolutionBandwidth);
    if (points != null) {
      points.ensure(Math.max(points.minimum(), needed));
    }
    averaging.forEach(Runnable::run);
  }

  /**
   * {@inheritDoc} It is overloaded if a level is above the reference level, or if the whole input
   * is, as in {@link #bandPower}.
   *
   * @throws SettingException if it sweeps continuously, beyond its range, longer than the timeout,
   *     or over one point
   */
  @Override
  public SpectrumTrace sweep() {
    requireSingleSweeps();
    showSpectrum();
    double start = centre.current() - span.current() / 2;
    double stop = centre.current() + span.current() / 2;
    requireInRange(start, stop);
    double seconds = sweepSeconds();
    double reference = marked ? referenceLevel.current() : Double.POSITIVE_INFINITY;
    settle();
    boolean overload = measure(seconds, ":INIT:IMM;*OPC?").overload();
    double[] levels = session.lasting(transfer(), trace);
    if (levels.length < 2) {
      throw new SettingException(
          name() + " gave a trace of " + levels.length + " points; set its number of points");
    }
    return new SpectrumTrace(
        start,
        stop,
        resolutionBandwidth.current(),
        levels,
        session.clock().now(),
        overload || Arrays.stream(levels).anyMatch(level -> level > reference));
  }

  /**
   * {@inheritDoc} Its range is the reference level. A higher power, or a reported overload of the
   * input, counts as overload.
   *
   * @throws SettingException if it sweeps continuously or longer than the timeout, or if the answer
   *     is not a level
   */
  @Override
  public Reading bandPower(double bandCentre, double bandwidth) {
    requireSingleSweeps();
    double reference = referenceLevel.current();
    unit.ensure(IN_DBM);
    centre.ensure(bandCentre);
    if (span.current() < bandwidth) {
      span.ensure(bandwidth);
    }
    if (inSpectrum) {
      spectrum.forEach(Runnable::run);
    }
    String question = band.aim(bandCentre, bandwidth);
    double seconds = inSpectrum ? sweepSeconds() : Double.NaN;
    settle();
    Measured measured = measure(inSpectrum ? seconds : CHANNEL_POWER, question);
    double level = level(measured.answer());
    return new Reading(
        name(),
        "band power",
        level,
        Unit.DBM,
        uncertainty,
        session.clock().now(),
        reference,
        seconds,
        measured.overload() || level > reference,
        false);
  }

  /** Sends a message that measures for a duration, s; gives its last answer. */
  private Measured measure(double seconds, String message) {
    if (overloads.isPresent() && marked) {
      return overloads.get().measure(seconds, message);
    }
    List<String> answers = OverloadRegister.answers(session, seconds, message);
    return new Measured(answers.get(answers.size() - 1), false);
  }

  @Override
  public void unmarked() {
    marked = false;
  }

  private void showSpectrum() {
    spectrum.forEach(Runnable::run);
    unit.ensure(IN_DBM);
  }

  private double level(String answer) {
    double level;
    try {
      level = ScpiNumber.parse(answer);
    } catch (IllegalArgumentException e) {
      throw noPower(answer);
    }
    if (!Double.isFinite(level)) {
      throw noPower(answer);
    }
    return level;
  }

  private SettingException noPower(String answer) {
    return new SettingException(
        name() + " answered \"" + answer + "\" instead of a band power; look at its error queue");
  }

  private void requireSingleSweeps() {
    if (continuous.current()) {
      throw new SettingException(
          name()
              + " sweeps continuously, so that a trace need not be of one sweep; prepare it, or"
              + " switch "
              + continuous.name()
              + " off, before it measures");
    }
  }

  /** Duration of a sweep, s. A sweep so long that a failure could go unnoticed is refused. */
  private double sweepSeconds() {
    double seconds = sweepTime.current();
    double longest = Math.max(LONGEST_SWEEP, session.timeout().toNanos() * 1e-9);
    if (seconds > longest) {
      throw new SettingException(
          name()
              + " takes "
              + seconds
              + " s for a sweep, longer than its limit of "
              + longest
              + " s; choose a smaller span or a wider resolution bandwidth, or a longer timeout of "
              + name()
              + " in the bench file");
    }
    return seconds;
  }

  /** Duration of a trace's transfer over a slow link, s. */
  private double transfer() {
    return ScpiSession.SLOWEST_NUMBER
        * (points == null ? fixedPoints : points.lastKnown().orElse(0));
  }

  private void requireInRange(double start, double stop) {
    if (start < centre.minimum() || stop > centre.maximum()) {
      throw new SettingException(
          name()
              + " cannot sweep from "
              + start
              + " to "
              + stop
              + " Hz, outside "
              + centre.minimum()
              + " to "
              + centre.maximum()
              + " Hz, and would narrow the span; choose another centre or a smaller span");
    }
  }

  private LimitException tooFewPoints(double width, double resolution, double needed) {
    return new LimitException(
        Level.INSTRUMENT,
        name()
            + ": a span of "
            + width
            + " Hz needs "
            + needed
            + " points to have three in each "
            + resolution
            + " Hz, and a trace always has "
            + fixedPoints
            + "; choose a smaller span or a wider resolution bandwidth");
  }

  @Override
  public NumberSetting centre() {
    return centre;
  }

  @Override
  public NumberSetting span() {
    return span;
  }

  @Override
  public NumberSetting resolutionBandwidth() {
    return resolutionBandwidth;
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
