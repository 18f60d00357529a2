package org.spinbench.simulator.instrument;

import java.util.List;

/**
 * One completed sweep of a spectrum analyzer: its settings, the lines that were at the input, and
 * what the analyzer shows of them.
 *
 * <p>The resolution filter is Gaussian with a -3 dB width of one resolution bandwidth. Of a line of
 * power P it passes P K(x, y), the Voigt function; the share of a line that is wider than the
 * filter reaches the detector as noise, the rest as a steady signal. Neighbouring points fluctuate
 * independently.
 */
final class Sweep {
  /** Displayed noise, W, in one hertz at the reference attenuation: -100 dBm in 300 kHz. */
  private static final double FLOOR_DENSITY = 1e-13 / 300e3;

  private static final double REFERENCE_ATTENUATION = 10;
  private static final double DBM_PER_LN = 10 / StrictMath.log(10);
  private static final double LN_MILLIWATT = StrictMath.log(1e-3);
  private static final double LN_2 = StrictMath.log(2);
  private static final int MOST_DRAWS = 8;

  /**
   * How a sweep is made.
   *
   * @param start first frequency, Hz
   * @param stop last frequency, Hz
   * @param points points of the trace
   * @param resolution resolution bandwidth, Hz
   * @param video video bandwidth, Hz
   * @param detector NORM, AVER, POS, SAMP or NEG
   * @param scale what averaging averages
   * @param trace WRIT, AVER, MAXH or MINH
   * @param sweeps sweeps that a trace of type AVER, MAXH or MINH takes
   * @param attenuation of the input, dB
   * @param seconds one sweep takes
   */
  record Settings(
      double start,
      double stop,
      int points,
      double resolution,
      double video,
      String detector,
      AmplitudeNoise.Scale scale,
      String trace,
      int sweeps,
      double attenuation,
      double seconds) {
    double duration() {
      return seconds * sweeps;
    }
  }

  private final Settings settings;
  private final List<SpectralLine> lines;
  private final Surroundings surroundings;
  private double[] trace;

  Sweep(Settings settings, List<SpectralLine> lines, Surroundings surroundings) {
    this.settings = settings;
    this.lines = List.copyOf(lines);
    this.surroundings = surroundings;
  }

  int points() {
    return settings.points;
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

  /** The trace, dBm; worked out when first asked for. */
  double[] trace() {
    if (trace == null) {
      trace = new double[settings.points];
      double noise = floorDensity() * settings.resolution;
      for (int i = 0; i < trace.length; i++) {
        trace[i] = DBM_PER_LN * (logPower(i, noise) - LN_MILLIWATT);
      }
    }
    return trace;
  }

  /** Displayed density of the analyzer's own noise, W/Hz. */
  private double floorDensity() {
    double excess = settings.attenuation - REFERENCE_ATTENUATION;
    return FLOOR_DENSITY * StrictMath.pow(10, excess / 10);
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

  /** The part of a line that one filter's width takes for a steady signal. */
  private double steadyShare(SpectralLine line) {
    return settings.resolution / (settings.resolution + line.linewidth());
  }

  private double detected(int point, double steady, double noise) {
    boolean peak = settings.trace.equals("MAXH") || settings.detector.equals("POS");
    boolean pit = settings.trace.equals("MINH") || settings.detector.equals("NEG");
    boolean both = settings.detector.equals("NORM") && bucketSamples() > 1;
    if (!surroundings.noisy()) {
      return AmplitudeNoise.mean(steady, noise, settings.scale);
    }
    if (peak || pit || both) {
      return extreme(steady, noise, both ? point % 2 == 0 : peak);
    }
    int count = (int) Math.min(1e6, StrictMath.rint(settings.sweeps * averagesPerSweep()));
    return AmplitudeNoise.average(
        steady, noise, Math.max(1, count), settings.scale, surroundings.noise());
  }

  private double extreme(double steady, double noise, boolean largest) {
    boolean hold = settings.trace.equals("MAXH") || settings.trace.equals("MINH");
    int count = (int) Math.min(1e6, bucketSamples() * (hold ? settings.sweeps : 1));
    int draws = hold ? 1 : Math.min(MOST_DRAWS, settings.sweeps);
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      sum += AmplitudeNoise.extreme(steady, noise, count, largest, surroundings.noise());
    }
    return sum / draws;
  }

  /** Independent readings that fall into one point. */
  private double bucketSamples() {
    double bandwidth = Math.min(settings.resolution, settings.video);
    return Math.max(1, settings.seconds / settings.points * bandwidth);
  }

  private double averagesPerSweep() {
    double filtered = Math.max(1, settings.resolution / settings.video);
    return settings.detector.equals("AVER") ? filtered * bucketSamples() : filtered;
  }

  /**
   * Power between two frequencies, W: that of the lines in the band and of the analyzer's noise.
   * Fast Fourier transforms see the whole band all the time, so that a part of width B gives B
   * times duration independent readings; a power average of them has this statistical error.
   */
  double bandPower(double from, double to) {
    double noise = floorDensity() * (to - from);
    double perFilter = floorDensity() * settings.resolution;
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
    return Math.max(1, settings.duration() * bandwidth);
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
