package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;

/**
 * Fits a neuron: threshold, slope and damping from its power, frequency and pulling from its line,
 * transconductance and offset of its amplifier from the response of both to the chain's voltage.
 * The scatters of power and frequency are estimated from the residuals.
 */
public final class NeuronFit {
  static final int THRESHOLD = 0;
  static final int SLOPE = 1;
  static final int Q = 2;
  static final int NOISE = 3;
  static final int FREQUENCY = 4;
  static final int PULLING = 5;
  static final int TRANSCONDUCTANCE = 6;
  static final int OFFSET = 7;
  static final int BIAS_LOSS = 8;
  static final int CURVATURE = 9;
  static final int WIDTH = 10;
  private static final List<String> NUMBERS = NeuronResponse.NUMBERS;
  private static final int PASSES = 4;

  /** Part of the largest power above which a line is the neuron's own. */
  static final double BRIGHT = 0.05;

  /** Least ratio of the largest power to the smallest of a neuron that emits. */
  private static final double GROWTH = 20;

  /** Scatters beyond which a reading is left out; a normal deviation is 1.4826 medians. */
  private static final double FAR = 6;

  private static final double NORMAL = 1.4826;

  /** Smallest assumed scatters: of power, and of frequency over the design frequency. */
  private static final double LEAST_POWER_SCATTER = 0.01;

  private static final double LEAST_FREQUENCY_SCATTER = 3e-5;

  /** Relative accuracy of the model elsewhere: of the corners of the amplifier's limits. */
  private static final double CORNER_ERROR = 1e-3;

  /** Accuracy of the model near threshold in such a repeated fit, over the largest power. */
  private static final double BLUNT_KNEE = 2e-3;

  /** Part of the largest power up to which a neuron counts as near threshold. */
  private static final double NEAR = 0.1;

  /**
   * Error of the model near threshold, over the power at threshold, which its prior states until
   * the readings show more; better far above it.
   */
  private static final double KNEE_ERROR = 0.25;

  /** Deviations from its prior from which on a threshold power shows that the prior is wrong. */
  private static final double STRAINED = 2;

  /**
   * How much wider the prior of the threshold power then is: up to a twentieth of the largest power
   * instead of 0.2 %.
   */
  private static final double WIDER = 25;

  /**
   * The design of a neuron.
   *
   * @param name name in the bench file
   * @param junction number on the chip
   * @param threshold design threshold, A
   * @param frequency design frequency at threshold, Hz
   * @param transconductance design transconductance, A/V
   * @param analog whether an amplifier drives it; if not, transconductance and offset are exact
   * @param signalLimit the amplifier's limit, A
   * @param totalLimit limit of the current in the neuron, A
   * @param biasLoss loss of magnetoresistance, 1/A², with its prior deviation; fixed without one
   * @param curvature of the frequency, Hz/A², with its prior deviation; fixed without one
   * @param priors of the other numbers
   */
  public record Design(
      String name,
      int junction,
      double threshold,
      double frequency,
      double transconductance,
      boolean analog,
      double signalLimit,
      double totalLimit,
      Value biasLoss,
      Value curvature,
      Priors priors) {
    /** A neuron that keeps its magnetoresistance, with a frequency linear in the current. */
    public Design(
        String name,
        int junction,
        double threshold,
        double frequency,
        double transconductance,
        boolean analog,
        double signalLimit,
        double totalLimit,
        Priors priors) {
      this(
          name,
          junction,
          threshold,
          frequency,
          transconductance,
          analog,
          signalLimit,
          totalLimit,
          Value.exact(0),
          Value.exact(0),
          priors);
    }
  }

  /**
   * Standard deviations of the priors.
   *
   * @param threshold about the design, relative
   * @param q middle of the prior of the nonlinear damping
   * @param qDeviation its standard deviation
   * @param thresholdPower emission at threshold, over the largest power that was read; about half
   *     of this, since a prior about zero has no sign to prefer; 25 times as wide if the readings
   *     show that it is wrong
   * @param linewidth of the neuron's line at its brightest, over the frequency
   * @param transconductance about the design, relative
   * @param amplifierOffset amplifier's output without a signal, over the threshold
   */
  public record Priors(
      double threshold,
      double q,
      double qDeviation,
      double thresholdPower,
      double linewidth,
      double transconductance,
      double amplifierOffset) {}

  /**
   * A fitted neuron.
   *
   * @param response response of the neuron
   * @param leftOut number of readings far outside the scatter of the others, due to another
   *     neuron's line in the band or a disturbance
   * @param powerDegrees degrees of freedom of the square of the power's fluctuation
   */
  public record Result(NeuronResponse response, int leftOut, double powerDegrees) {}

  private final Design design;
  private final NeuronModel model;
  private final NeuronScatter scatter;
  private final List<NeuronReading> all;
  private List<NeuronReading> readings;
  private final double brightest;
  private double wider = 1;
  private double blunt;
  private double thresholdPower;
  private List<NeuronReading> powers = List.of();
  private List<NeuronReading> lines = List.of();

  NeuronFit(Design design, List<NeuronReading> all) {
    this.design = design;
    model = new NeuronModel(design, all);
    this.all = all;
    brightest = brightest(all);
    readings = all.stream().map(this::trusted).toList();
    scatter = new NeuronScatter(design, model, brightest);
  }

  /** The largest power that was read, W; 0 if none was. */
  static double brightest(List<NeuronReading> readings) {
    return readings.stream()
        .mapToDouble(NeuronReading::power)
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /**
   * The part of a reading that the fit uses. It uses a line only if the emission is bright, since
   * below threshold the noise is broad and a neighbour's line can be the strongest. The deviation
   * of a power is at least the accuracy of the model near threshold.
   */
  private NeuronReading trusted(NeuronReading r) {
    boolean bright = r.power() > BRIGHT * brightest;
    return new NeuronReading(
        r.bias(),
        r.chainVoltage(),
        r.voltageScatter(),
        r.voltageWander(),
        r.power(),
        StrictMath.hypot(r.powerDeviation(), knee(r.power())),
        bright ? r.frequency() : Double.NaN,
        r.frequencyDeviation(),
        r.leak(),
        r.outside());
  }

  /**
   * Fits a neuron.
   *
   * @return empty if the readings show no emission that grows with the current
   * @throws FitException if the fit does not converge
   */
  public static Optional<Result> fit(Design design, List<NeuronReading> readings) {
    NeuronFit fit = new NeuronFit(design, readings);
    return fit.emits() ? Optional.of(fit.run()) : Optional.empty();
  }

  private double knee(double power) {
    double least = design.priors().thresholdPower() / 2 * brightest;
    double near = Math.max(blunt * brightest, KNEE_ERROR * Math.max(least, thresholdPower));
    return StrictMath.hypot(near * NEAR / Math.max(NEAR, power / brightest), CORNER_ERROR * power);
  }

  /** Whether there are at least three lines, and a power far above the smallest. */
  boolean emits() {
    double faintest = readPowers().stream().mapToDouble(NeuronReading::power).min().orElse(0);
    return readLines().size() >= 3 && brightest > GROWTH * faintest;
  }

  private List<NeuronReading> readPowers() {
    return readings.stream().filter(r -> Double.isFinite(r.power())).toList();
  }

  private List<NeuronReading> readLines() {
    return readings.stream().filter(r -> Double.isFinite(r.frequency())).toList();
  }

  /**
   * Where powers near threshold scatter more than their readings state, a fit that trusts them does
   * not converge. It is repeated with a blunt knee.
   */
  private Result run() {
    try {
      return once();
    } catch (FitException sharp) {
      blunt = BLUNT_KNEE;
      wider = 1;
      thresholdPower = 0;
      readings = all.stream().map(this::trusted).toList();
      return once();
    }
  }

  private Result once() {
    LeastSquares.Solution solution = passes(start());
    double found = Math.abs(solution.values()[NOISE]);
    if (found > (0.5 + STRAINED) * design.priors().thresholdPower() * brightest) {
      wider = WIDER;
      thresholdPower = found;
      readings = all.stream().map(this::trusted).toList();
      solution = passes(solution.values());
    }
    double[] p = solution.values();
    return new Result(
        response(solution),
        readPowers().size() - powers.size() + readLines().size() - lines.size(),
        scatter.powerDegrees(p, powers));
  }

  private LeastSquares.Solution passes(double[] start) {
    double[] p = start;
    LeastSquares.Solution solution = null;
    for (int pass = 0; pass < PASSES; pass++) {
      choose(p);
      solution = solve(p);
      p = solution.values();
      scatter.estimate(p, powers, lines);
    }
    return solution;
  }

  double[] start() {
    return model.start(readings, brightest);
  }

  private NeuronResponse response(LeastSquares.Solution solution) {
    return new NeuronResponse(
        design.name(),
        design.junction(),
        solution.value(THRESHOLD),
        solution.value(SLOPE),
        solution.value(Q),
        new Value(Math.abs(solution.values()[NOISE]), solution.deviations()[NOISE]),
        solution.value(FREQUENCY),
        solution.value(PULLING),
        solution.value(TRANSCONDUCTANCE),
        solution.value(OFFSET),
        solution.value(BIAS_LOSS),
        solution.value(CURVATURE),
        solution.value(WIDTH),
        brightest,
        scatter.powerNoise(),
        scatter.frequencyNoise(),
        NeuronModel.KNEE,
        solution.report());
  }

  /** Leaves out readings that lie far outside the scatter of the others. */
  private void choose(double[] p) {
    powers =
        within(
            readPowers(),
            r ->
                (r.power() - model.read(p, r))
                    / StrictMath.hypot(
                        scatter.ofPower(p, r),
                        Math.max(LEAST_POWER_SCATTER, scatter.powerNoise()) * model.power(p, r)));
    lines =
        within(
            readLines(),
            r ->
                (r.frequency() - model.frequency(p, r))
                    / StrictMath.hypot(
                        scatter.ofFrequency(p, r),
                        Math.max(
                            LEAST_FREQUENCY_SCATTER * design.frequency(),
                            scatter.frequencyNoise())));
  }

  private static List<NeuronReading> within(
      List<NeuronReading> all, ToDoubleFunction<NeuronReading> residual) {
    double[] sizes = all.stream().mapToDouble(r -> Math.abs(residual.applyAsDouble(r))).toArray();
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    double scatter = Math.max(1, sorted.length == 0 ? 0 : NORMAL * sorted[sorted.length / 2]);
    return IntStream.range(0, sizes.length)
        .filter(i -> sizes[i] <= FAR * scatter)
        .mapToObj(all::get)
        .toList();
  }

  private LeastSquares.Solution solve(double[] p) {
    double[] weights =
        powers.stream()
            .mapToDouble(
                r ->
                    1
                        / StrictMath.hypot(
                            scatter.ofPower(p, r), scatter.powerNoise() * model.power(p, r)))
            .toArray();
    double[] lineWeights =
        lines.stream()
            .mapToDouble(
                r -> 1 / StrictMath.hypot(scatter.ofFrequency(p, r), scatter.frequencyNoise()))
            .toArray();
    int n = powers.size();
    int[] same = lines.stream().mapToInt(powers::indexOf).toArray();
    double[] common = new double[lines.size()];
    for (int i = 0; i < common.length; i++) {
      common[i] =
          same[i] < 0 ? 0 : scatter.common(p, lines.get(i)) * weights[same[i]] * lineWeights[i];
    }
    return problem(p)
        .minimise(
            n + lines.size(),
            (values, residuals) -> {
              for (int i = 0; i < n; i++) {
                NeuronReading r = powers.get(i);
                residuals[i] = (model.read(values, r) - r.power()) * weights[i];
              }
              for (int i = 0; i < lines.size(); i++) {
                NeuronReading r = lines.get(i);
                double off = (model.frequency(values, r) - r.frequency()) * lineWeights[i];
                double shared = same[i] < 0 ? 0 : common[i] * residuals[same[i]];
                residuals[n + i] = (off - shared) / Math.sqrt(1 - common[i] * common[i]);
              }
            });
  }

  private LeastSquares problem(double[] p) {
    double threshold = design.threshold();
    Priors priors = design.priors();
    LeastSquares problem =
        new LeastSquares(design.name())
            .prior(NUMBERS.get(THRESHOLD), p[THRESHOLD], threshold, priors.threshold() * threshold)
            .positive(NUMBERS.get(SLOPE), p[SLOPE])
            .prior(NUMBERS.get(Q), p[Q], priors.q(), priors.qDeviation())
            .prior(
                NUMBERS.get(NOISE),
                p[NOISE],
                priors.thresholdPower() / 2 * brightest,
                wider * priors.thresholdPower() * brightest)
            .free(NUMBERS.get(FREQUENCY), p[FREQUENCY], 1e6)
            .free(NUMBERS.get(PULLING), p[PULLING], 1e6 / (0.25 * threshold));
    double g = design.transconductance();
    problem =
        design.analog()
            ? problem
                .prior(
                    NUMBERS.get(TRANSCONDUCTANCE),
                    p[TRANSCONDUCTANCE],
                    g,
                    priors.transconductance() * g)
                .prior(NUMBERS.get(OFFSET), p[OFFSET], 0, priors.amplifierOffset() * threshold / g)
            : problem.fixed(NUMBERS.get(TRANSCONDUCTANCE), g).fixed(NUMBERS.get(OFFSET), 0);
    bend(problem, BIAS_LOSS, p, design.biasLoss());
    bend(problem, CURVATURE, p, design.curvature());
    String width = NeuronResponse.LINEWIDTH;
    return readings.stream().anyMatch(r -> r.leak() != 0 || r.outside() != 0)
        ? problem.prior(width, p[WIDTH], 0, priors.linewidth() * design.frequency())
        : problem.fixed(width, 0);
  }

  private static void bend(LeastSquares problem, int number, double[] p, Value prior) {
    if (prior.deviation() > 0) {
      problem.prior(NUMBERS.get(number), p[number], prior.value(), prior.deviation());
    } else {
      problem.fixed(NUMBERS.get(number), prior.value());
    }
  }
}
