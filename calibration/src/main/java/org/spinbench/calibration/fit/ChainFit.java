package org.spinbench.calibration.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * Fits all synapses of a chain at once: line shapes, tuning, cross-talk, the gains of its tones,
 * saturation and offset. Start values come from sweeps (one synapse each); the fit itself takes all
 * readings. Readings scatter by the noise of the voltmeter, by the fluctuation of emitted tones,
 * and by a scatter of the resonances that is estimated from the residuals.
 */
public final class ChainFit {
  /** Largest scatter of the resonances, over a half width; more than that is misfit. */
  private static final double STEADY = 0.05;

  /** Power of all tones together below which no resonance moves, W. */
  private static final double DARK = 1e-8;

  private static final int PASSES = 5;

  /** Reduced chi-square from which on another search for the lines may explain the readings. */
  private static final double DOUBTFUL = 1.2;

  /**
   * Least part of chi-square that the shift of resonances by power must explain. Otherwise the
   * shift is smaller than their scatter, and is not fitted.
   */
  private static final double WORTH = 0.1;

  /**
   * The design of a synapse.
   *
   * @param name name in the bench file
   * @param junction number on the chip
   * @param tone index, among the chain's tones, of the tone that it weighs
   * @param frequency design resonance, Hz
   * @param scale unit of distances, widths and tunings in the search for its line: the frequency
   *     itself, or less if other tones are near, Hz
   */
  public record Design(String name, int junction, int tone, double frequency, double scale) {
    /** Distance from the design resonance up to which the search for the line goes, Hz. */
    public double range() {
      return LineSearch.FREQUENCY_RANGE * scale;
    }
  }

  /**
   * A sweep in which mainly one synapse's line passes over its tone.
   *
   * @param synapse index in the chain
   * @param readings in order
   */
  public record Sweep(int synapse, List<ChainReading> readings) {}

  /**
   * Standard deviations of the priors about zero, or about one.
   *
   * @param crosstalk of a neighbouring field line, over the own one
   * @param toneGain of the further tones over the first, relative
   * @param saturation inverse of the power that halves the rectification, 1/W
   * @param quadratic quadratic over linear tuning at the largest field-line current
   * @param powerShift of a resonance by the strongest tone, half widths
   */
  public record Priors(
      double crosstalk, double toneGain, double saturation, double quadratic, double powerShift) {}

  /**
   * A fitted chain.
   *
   * @param response response of the chain; a silent synapse has zero sensitivity
   * @param silent indices of the synapses that do not rectify
   * @param settled whether the fit reached its minimum; otherwise its readings do not determine all
   *     numbers
   */
  public record Result(ChainResponse response, Set<Integer> silent, boolean settled) {}

  private final String name;
  private final List<Design> designs;
  private final double maximumField;
  private final Priors priors;
  private final List<ChainReading> readings;
  private final boolean placing;
  private final int tones;
  private final double largest;
  private final ChainModel model;
  private final List<String> names;
  private final ChainStart lines;
  private double resonanceNoise;
  private FitException failure;

  private ChainFit(
      String name,
      List<Design> designs,
      double maximumField,
      Priors priors,
      List<Sweep> sweeps,
      List<ChainReading> readings,
      boolean placing) {
    this.name = name;
    this.priors = priors;
    this.placing = placing;
    this.designs = designs;
    this.maximumField = maximumField;
    this.readings = readings;
    tones = readings.get(0).powers().length;
    largest = readings.stream().mapToDouble(r -> Math.abs(r.voltage())).max().orElse(0);
    model = new ChainModel(tones, designs.size());
    names = model.names(designs.stream().map(Design::name).toList());
    lines = new ChainStart(model, designs, maximumField, sweeps);
  }

  /**
   * Fits a chain.
   *
   * @param name the chain's name
   * @param designs its synapses, in order
   * @param maximumField largest field-line current, A
   * @param priors of the numbers
   * @param sweeps sweeps that pass each synapse's line over its tone
   * @param others further readings; without any, the fit is a coarse one that only places tones
   * @throws FitException if the fit does not converge
   */
  public static Result fit(
      String name,
      List<Design> designs,
      double maximumField,
      Priors priors,
      List<Sweep> sweeps,
      List<ChainReading> others) {
    List<ChainReading> all = new ArrayList<>(others);
    sweeps.forEach(s -> all.addAll(s.readings()));
    List<ChainReading> distinct = List.copyOf(new java.util.LinkedHashSet<>(all));
    return new ChainFit(name, designs, maximumField, priors, sweeps, distinct, others.isEmpty())
        .run();
  }

  /** Voltage that a fitted chain gives for the settings of a reading, V. */
  public static double voltage(ChainResponse chain, ChainReading settings) {
    ChainModel model = model(chain);
    return model.voltage(model.values(chain, Value::value), settings);
  }

  /** Fluctuation of a fitted chain's voltage with its tones' powers, one standard deviation, V. */
  public static double scatter(ChainResponse chain, ChainReading settings) {
    ChainModel model = model(chain);
    return Math.sqrt(model.powerVariance(model.values(chain, Value::value), settings));
  }

  /**
   * Fluctuation of a fitted chain's voltage about that of its fit, as its resonances wander against
   * its tones, one standard deviation, V.
   */
  public static double wander(ChainResponse chain, ChainReading settings) {
    ChainModel model = model(chain);
    double leverage = model.resonanceLeverage(model.values(chain, Value::value), settings);
    return chain.resonanceNoise() * Math.sqrt(leverage);
  }

  private static ChainModel model(ChainResponse chain) {
    return new ChainModel(chain.toneGains().size(), chain.synapses().size());
  }

  /**
   * Fits the chain. With sweeps at two fields, a line that leaves the range of a sweep may seem to
   * move the other way. If the fit is poor, the search for lines is repeated with all tunings of
   * one sign, then with that of one junction reversed.
   */
  private Result run() {
    int[] signs = new int[designs.size()];
    Attempt best = attempt(signs, null);
    for (int sign = 1; sign >= -1 && (best == null || isPoor(best)); sign -= 2) {
      int[] alike = new int[signs.length];
      Arrays.fill(alike, sign);
      Attempt other = attempt(alike, best);
      signs = other == best ? signs : alike;
      best = other;
    }
    if (best == null) {
      throw failure;
    }
    for (int k = 0; k < signs.length && isPoor(best); k++) {
      double tuning = best.solution.values()[model.index(k, ChainModel.TUNING)];
      int[] turned = signs.clone();
      turned[k] = tuning > 0 ? -1 : 1;
      Attempt other = attempt(turned, best);
      signs = other == best ? signs : turned;
      best = other;
    }
    return new Result(response(best), best.silent, best.settled);
  }

  /** The better of a new attempt and the best so far; null if none has succeeded. */
  private Attempt attempt(int[] signs, Attempt best) {
    try {
      Attempt other = attempt(signs);
      return best == null || other.misfit < best.misfit ? other : best;
    } catch (FitException nowhere) {
      failure = failure == null ? nowhere : failure;
      return best;
    }
  }

  /**
   * A fit from one start.
   *
   * @param resonanceNoise scatter of the resonances, Hz
   * @param misfit −2 ln of the likelihood, but for a constant
   */
  private record Attempt(
      LeastSquares.Solution solution,
      Set<Integer> silent,
      double resonanceNoise,
      double misfit,
      boolean settled) {}

  /** The fit that places tones searches again only where readings are unexplained. */
  private boolean isPoor(Attempt attempt) {
    FitReport report = attempt.solution.report();
    return placing ? report.unexplained() : report.reducedChiSquare() > DOUBTFUL;
  }

  /**
   * @param signs of the tunings in the search for lines; 0 for either
   */
  private Attempt attempt(int[] signs) {
    Set<Integer> silent = new TreeSet<>();
    double[] start = lines.start(silent, signs);
    Attempt attempt = fit(start, silent);
    Set<Integer> weak = lines.weak(attempt.solution.values());
    if (!silent.containsAll(weak)) {
      silent.addAll(weak);
      attempt = fit(lines.silence(start, silent), silent);
    }
    return attempt;
  }

  /**
   * Fits in stages: first without cross-talk, quadratic tuning, saturation and gains, then with all
   * parameters except the shift of resonances by power, repeatedly with weights from the fit
   * before. If the shift explains the remaining residuals, the last stage includes it.
   */
  private Attempt fit(double[] start, Set<Integer> silent) {
    double[] deviations = new double[readings.size()];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = Math.max(readings.get(i).deviation(), 0.02 * largest);
    }
    LeastSquares.Solution rough = solve(start, silent, deviations, Stage.ROUGH, true);
    Attempt plain = weighed(rough.values(), silent, deviations, Stage.PLAIN);
    double[] values = plain.solution.values();
    LeastSquares.Solution shifted = solve(values, silent, deviations, Stage.SHIFTED, true);
    double without = chiSquare(values, deviations);
    if (without - chiSquare(shifted.values(), deviations) < WORTH * without) {
      return plain;
    }
    return weighed(shifted.values(), silent, deviations, Stage.SHIFTED);
  }

  /** Stages of the fit. */
  private enum Stage {
    /** Lines and their tuning. */
    ROUGH,
    /** All but the shift of resonances by power. */
    PLAIN,
    /** All. */
    SHIFTED
  }

  private Attempt weighed(double[] start, Set<Integer> silent, double[] deviations, Stage stage) {
    LeastSquares.Solution solution = null;
    double[] from = start;
    boolean settled = true;
    for (int pass = 1; pass < PASSES; pass++) {
      boolean last = pass == PASSES - 1;
      try {
        solution = solve(from, silent, deviations, stage, !last);
      } catch (FitException flat) {
        if (!last) {
          throw flat;
        }
        solution = solve(from, silent, deviations, stage, true);
        settled = false;
      }
      from = solution.values();
      weigh(from, deviations, freeParameters(silent, stage));
    }
    double misfit =
        chiSquare(from, deviations)
            + Arrays.stream(deviations).map(d -> 2 * StrictMath.log(d)).sum();
    return new Attempt(solution, silent, resonanceNoise, misfit, settled);
  }

  private double chiSquare(double[] p, double[] deviations) {
    double sum = 0;
    for (int i = 0; i < deviations.length; i++) {
      ChainReading r = readings.get(i);
      sum += square((model.voltage(p, r) - r.voltage()) / deviations[i]);
    }
    return sum;
  }

  private int freeParameters(Set<Integer> silent, Stage stage) {
    int each = ChainModel.PER_SYNAPSE - (stage == Stage.SHIFTED ? 0 : 1);
    int shared = model.parameters() - ChainModel.PER_SYNAPSE * designs.size();
    return shared + each * (designs.size() - silent.size());
  }

  /**
   * Estimates the deviations of the readings and the scatter of the resonances from a fit. Readings
   * without power on the chain give the noise of the voltmeter, the others the scatter of the
   * resonances.
   */
  private void weigh(double[] p, double[] deviations, int parameters) {
    int n = deviations.length;
    double[] residuals = new double[n];
    double[] leverages = new double[n];
    for (int i = 0; i < n; i++) {
      residuals[i] = model.voltage(p, readings.get(i)) - readings.get(i).voltage();
      leverages[i] = model.resonanceLeverage(p, readings.get(i));
    }
    double inflation = inflation(readings, residuals);
    double[] variances = new double[n];
    for (int i = 0; i < n; i++) {
      ChainReading r = readings.get(i);
      variances[i] = inflation * r.deviation() * r.deviation() + model.powerVariance(p, r);
    }
    int[] lit = IntStream.range(0, n).filter(i -> !dark(readings.get(i))).toArray();
    double excess =
        Scatter.excess(
            select(residuals, lit),
            select(variances, lit),
            select(leverages, lit),
            Math.max(1, lit.length - parameters));
    double most = STEADY * smallestWidth(p);
    excess = Math.min(excess, most * most);
    for (int i = 0; i < n; i++) {
      deviations[i] = Math.sqrt(variances[i] + excess * leverages[i]);
    }
    resonanceNoise = Math.sqrt(excess);
  }

  /** Variance of the voltmeter's noise over its stated variance, from readings without power. */
  static double inflation(List<ChainReading> readings, double[] residuals) {
    double squares = 0;
    int dark = 0;
    for (int i = 0; i < residuals.length; i++) {
      ChainReading r = readings.get(i);
      if (dark(r)) {
        squares += residuals[i] * residuals[i] / (r.deviation() * r.deviation());
        dark++;
      }
    }
    return dark > 1 ? Math.max(1, squares / (dark - 1)) : 1;
  }

  private double smallestWidth(double[] p) {
    return IntStream.range(0, designs.size())
        .mapToDouble(k -> p[model.index(k, ChainModel.WIDTH)])
        .min()
        .orElseThrow();
  }

  private static double square(double x) {
    return x * x;
  }

  private static boolean dark(ChainReading reading) {
    return Arrays.stream(reading.powers()).sum() < DARK;
  }

  private static double[] select(double[] values, int[] indices) {
    return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
  }

  /**
   * @param start whether another fit starts from the solution, so that it need not be the minimum
   */
  private LeastSquares.Solution solve(
      double[] p, Set<Integer> silent, double[] deviations, Stage stage, boolean start) {
    LeastSquares problem = new LeastSquares(name);
    if (placing || start) {
      problem.coarse();
    }
    problem.free(names.get(ChainModel.OFFSET), p[ChainModel.OFFSET], 1e-5);
    boolean linear = stage == Stage.ROUGH || silent.size() == designs.size();
    if (linear) {
      problem.fixed(names.get(ChainModel.SATURATION), 0);
    } else {
      problem.prior(
          names.get(ChainModel.SATURATION), p[ChainModel.SATURATION], 0, priors.saturation());
    }
    for (int t = 1; t < tones; t++) {
      if (linear) {
        problem.fixed(names.get(ChainModel.GAINS + t - 1), 1);
      } else {
        problem.prior(
            names.get(ChainModel.GAINS + t - 1), p[ChainModel.GAINS + t - 1], 1, priors.toneGain());
      }
    }
    for (int k = 0; k < designs.size(); k++) {
      declare(problem, k, p, silent.contains(k), stage);
    }
    return problem.minimise(
        readings.size(),
        (values, residuals) -> {
          for (int i = 0; i < deviations.length; i++) {
            ChainReading r = readings.get(i);
            residuals[i] = (model.voltage(values, r) - r.voltage()) / deviations[i];
          }
        },
        (values, slopes) -> {
          for (int i = 0; i < deviations.length; i++) {
            model.addSlopes(values, readings.get(i), 1 / deviations[i], slopes[i]);
          }
        });
  }

  private void declare(LeastSquares problem, int k, double[] p, boolean silent, Stage stage) {
    double width = p[model.index(k, ChainModel.WIDTH)];
    double amplitude = lines.amplitude(p, k);
    double tuning = width / (0.2 * maximumField);
    double[] scales = {width, width, amplitude, amplitude, tuning};
    for (int i = 0; i < ChainModel.PER_SYNAPSE; i++) {
      double value = p[model.index(k, i)];
      String parameter = names.get(model.index(k, i));
      boolean refinement = i == ChainModel.QUADRATIC || i == ChainModel.CROSSTALK;
      boolean left =
          stage == Stage.ROUGH && refinement
              || i == ChainModel.CROSSTALK && designs.size() == 1
              || i == ChainModel.POWER_SHIFT && stage != Stage.SHIFTED;
      if (silent || left) {
        problem.fixed(parameter, value);
      } else if (i == ChainModel.POWER_SHIFT) {
        problem.prior(parameter, value, 0, priors.powerShift() * width / strongest());
      } else if (i == ChainModel.WIDTH) {
        problem.positive(parameter, value);
      } else if (i == ChainModel.CROSSTALK) {
        problem.prior(parameter, value, 0, priors.crosstalk());
      } else if (i == ChainModel.QUADRATIC) {
        double linear = p[model.index(k, ChainModel.TUNING)];
        problem.prior(parameter, value, 0, priors.quadratic() * Math.abs(linear) / maximumField);
      } else {
        problem.free(parameter, value, scales[i]);
      }
    }
  }

  /** Largest power of a tone among the readings, W. */
  private double strongest() {
    return readings.stream().flatMapToDouble(r -> Arrays.stream(r.powers())).max().orElseThrow();
  }

  private ChainResponse response(Attempt attempt) {
    LeastSquares.Solution solution = attempt.solution;
    List<Value> gains = new ArrayList<>();
    gains.add(Value.exact(1));
    for (int t = 1; t < tones; t++) {
      gains.add(solution.value(ChainModel.GAINS + t - 1));
    }
    List<SynapseResponse> synapses = new ArrayList<>();
    for (int k = 0; k < designs.size(); k++) {
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < ChainModel.PER_SYNAPSE; i++) {
        values.add(solution.value(model.index(k, i)));
      }
      synapses.add(SynapseResponse.of(designs.get(k).name(), designs.get(k).junction(), values));
    }
    FitReport report = solution.report();
    return new ChainResponse(
        name,
        solution.value(ChainModel.OFFSET),
        solution.value(ChainModel.SATURATION),
        List.copyOf(gains),
        List.copyOf(synapses),
        attempt.resonanceNoise,
        report);
  }
}
