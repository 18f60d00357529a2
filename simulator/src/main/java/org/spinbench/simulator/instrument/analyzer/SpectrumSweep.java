package org.spinbench.simulator.instrument.analyzer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.Surroundings;

/**
 * One completed sweep of a spectrum analyzer: its settings, the lines at the input, and the
 * resulting trace.
 *
 * <p>The resolution filter is Gaussian; its -3 dB width is the resolution bandwidth. It passes P
 * K(x, y) of a line of power P, with the Voigt function K. The share of a line that is wider than
 * the filter reaches the detector as noise, the rest as a steady signal. Neighbouring points
 * fluctuate independently.
 */
final class SpectrumSweep {
  /** Noise bandwidth of a Gaussian filter of -3 dB width one: ½ √(π / ln 2). */
  private static final double NOISE_BANDWIDTH = Math.sqrt(StrictMath.PI / StrictMath.log(2)) / 2;

  private static final double DBM_PER_LN = 10 / StrictMath.log(10);
  private static final double LN_MILLIWATT = StrictMath.log(1e-3);
  private static final double LN_2 = StrictMath.log(2);
  private static final int MOST_DRAWS = 8;

  /** How the readings of one point of the trace are combined. */
  enum Detector {
    /** For noise, alternately the largest and the smallest; for a signal, its peak. */
    NORMAL,
    AVERAGE,
    POSITIVE,
    SAMPLE,
    NEGATIVE
  }

  /** How successive sweeps are combined. */
  enum TraceMode {
    WRITE,
    AVERAGE,
    MAX_HOLD,
    MIN_HOLD
  }

  /**
   * Settings of a sweep.
   *
   * @param start first frequency, Hz
   * @param stop last frequency, Hz
   * @param points number of points of the trace
   * @param resolution resolution bandwidth, Hz
   * @param video video bandwidth, Hz
   * @param detector combines the readings of one point
   * @param scale quantity that is averaged
   * @param mode combines sweeps
   * @param sweeps number of sweeps; in clear-write mode the trace shows the last one
   * @param floor displayed density of the analyzer's own noise, W/Hz
   * @param seconds duration of one sweep, s
   */
  record Settings(
      double start,
      double stop,
      int points,
      double resolution,
      double video,
      Detector detector,
      AmplitudeNoise.Scale scale,
      TraceMode mode,
      int sweeps,
      double floor,
      double seconds) {
    double duration() {
      return seconds * sweeps;
    }

    /** Number of sweeps combined in the trace. */
    private int combined() {
      return mode == TraceMode.WRITE ? 1 : sweeps;
    }
  }

  private final Settings settings;
  private final List<SpectralLine> lines;
  private final Surroundings surroundings;
  private final Map<List<Double>, Double> bands = new HashMap<>();
  private double[] trace;

  SpectrumSweep(Settings settings, List<SpectralLine> lines, Surroundings surroundings) {
    this.settings = settings;
    this.lines = List.copyOf(lines);
    this.surroundings = surroundings;
  }

  /** The averaged quantity. */
  AmplitudeNoise.Scale scale() {
    return settings.scale;
  }

  /** The same sweeps, as a trace with another detector that combines them in another way. */
  SpectrumSweep seenBy(Detector detector, AmplitudeNoise.Scale scale, TraceMode mode) {
    Settings s = settings;
    Settings other =
        new Settings(
            s.start,
            s.stop,
            s.points,
            s.resolution,
            s.video,
            detector,
            scale,
            mode,
            s.sweeps,
            s.floor,
            s.seconds);
    return new SpectrumSweep(other, lines, surroundings);
  }

  int points() {
    return settings.points;
  }

  /** The lines at the input. */
  List<SpectralLine> lines() {
    return lines;
  }

  /** Displayed density of the analyzer's own noise, W/Hz. */
  double floor() {
    return settings.floor;
  }

  /** Width of what it shows, Hz. */
  double span() {
    return settings.stop - settings.start;
  }

  /** Middle of what it shows, Hz. */
  double centre() {
    return (settings.start + settings.stop) / 2;
  }

  /** The share of a line's power that is inside the span. */
  double shareOf(SpectralLine line) {
    return shareInside(line, settings.start, settings.stop);
  }

  /** Frequency of a point, Hz. */
  double frequency(int point) {
    if (settings.points == 1) {
      return (settings.start + settings.stop) / 2;
    }
    return settings.start + (settings.stop - settings.start) * point / (settings.points - 1);
  }

  /** The point nearest to a frequency. */
  int nearest(double frequency) {
    double share = (frequency - settings.start) / (settings.stop - settings.start);
    double point = StrictMath.rint(share * (settings.points - 1));
    return point > 0 ? (int) Math.min(settings.points - 1, point) : 0;
  }

  /** The trace, dBm, computed at the first call. */
  double[] trace() {
    if (trace == null) {
      trace = new double[settings.points];
      double noise = settings.floor * settings.resolution;
      for (int i = 0; i < trace.length; i++) {
        trace[i] = DBM_PER_LN * (logPower(i, noise) - LN_MILLIWATT);
      }
    }
    return trace;
  }

  /** The index of the highest level. */
  int peak() {
    double[] levels = trace();
    int peak = 0;
    for (int i = 1; i < levels.length; i++) {
      peak = levels[i] > levels[peak] ? i : peak;
    }
    return peak;
  }

  /** Level of a point as noise in one hertz, dBm. */
  double density(int point) {
    return trace()[point] - 10 * StrictMath.log10(NOISE_BANDWIDTH * settings.resolution);
  }

  private double logPower(int point, double floor) {
    double at = frequency(point);
    double scale = 2 * Math.sqrt(LN_2) / settings.resolution;
    double steady = 0;
    double noise = floor;
    for (int i = 0; i < lines.size(); i++) {
      SpectralLine line = lines.get(i);
      double passed =
          line.power() * Voigt.k((at - line.frequency()) * scale, line.linewidth() / 2 * scale);
      double share = steadyShare(line);
      steady += passed * share;
      noise += passed * (1 - share);
    }
    return detected(point, steady, noise);
  }

  /** The share of a line that passes one filter width as a steady signal. */
  private double steadyShare(SpectralLine line) {
    return settings.resolution / (settings.resolution + line.linewidth());
  }

  private double detected(int point, double steady, double noise) {
    boolean peak = settings.mode == TraceMode.MAX_HOLD || settings.detector == Detector.POSITIVE;
    boolean pit = settings.mode == TraceMode.MIN_HOLD || settings.detector == Detector.NEGATIVE;
    boolean both = settings.detector == Detector.NORMAL && bucketSamples() > 1;
    if (!surroundings.noisy()) {
      return AmplitudeNoise.mean(steady, noise, settings.scale);
    }
    if (peak || pit || both) {
      return extreme(steady, noise, both ? point % 2 == 0 : peak);
    }
    int count = (int) Math.min(1e6, StrictMath.rint(settings.combined() * averagesPerSweep()));
    return AmplitudeNoise.average(
        steady, noise, Math.max(1, count), settings.scale, surroundings.noise());
  }

  private double extreme(double steady, double noise, boolean largest) {
    boolean hold = settings.mode == TraceMode.MAX_HOLD || settings.mode == TraceMode.MIN_HOLD;
    int count = (int) Math.min(1e6, bucketSamples() * (hold ? settings.sweeps : 1));
    int draws = hold ? 1 : Math.min(MOST_DRAWS, settings.combined());
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      sum += AmplitudeNoise.extreme(steady, noise, count, largest, surroundings.noise());
    }
    return sum / draws;
  }

  /** Number of independent readings in one point. */
  private double bucketSamples() {
    double bandwidth = Math.min(settings.resolution, settings.video);
    return Math.max(1, settings.seconds / settings.points * bandwidth);
  }

  private double averagesPerSweep() {
    double filtered = Math.max(1, settings.resolution / settings.video);
    return settings.detector == Detector.AVERAGE ? filtered * bucketSamples() : filtered;
  }

  /** Power of all lines at the input, inside and outside the span, W. */
  double inputPower() {
    return lines.stream().mapToDouble(SpectralLine::power).sum();
  }

  /**
   * Power between two frequencies, W: the lines in the band and the analyzer's noise. Fast Fourier
   * transforms observe the whole band all the time. So a part of width B gives B times duration
   * independent readings, which determine the statistical error of the power average. A second look
   * at a band finds the same power.
   */
  double bandPower(double from, double to) {
    return bands.computeIfAbsent(List.of(from, to), band -> drawnPower(from, to));
  }

  private double drawnPower(double from, double to) {
    double noise = settings.floor * (to - from);
    double perFilter = settings.floor * settings.resolution;
    double power = noise;
    double variance = noise * noise / readings(to - from);
    for (int i = 0; i < lines.size(); i++) {
      SpectralLine line = lines.get(i);
      double inside = line.power() * shareInside(line, from, to);
      double loose = inside * (1 - steadyShare(line));
      double width = Math.max(settings.resolution, line.linewidth());
      power += inside;
      variance += (loose * loose + 2 * inside * perFilter) / readings(width);
    }
    if (!surroundings.noisy() || variance == 0) {
      return power;
    }
    return power * AmplitudeNoise.gamma(power * power / variance, surroundings.gaussian());
  }

  private double readings(double bandwidth) {
    return Math.max(1, settings.seconds * settings.combined() * bandwidth);
  }

  private static double shareInside(SpectralLine line, double from, double to) {
    if (line.linewidth() == 0) {
      return line.frequency() >= from && line.frequency() <= to ? 1 : 0;
    }
    double half = line.linewidth() / 2;
    double above = StrictMath.atan((to - line.frequency()) / half);
    double below = StrictMath.atan((from - line.frequency()) / half);
    return (above - below) / StrictMath.PI;
  }
}
