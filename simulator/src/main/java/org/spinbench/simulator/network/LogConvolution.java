package org.spinbench.simulator.network;

import java.util.Arrays;
import java.util.Optional;

/**
 * Sums over long chains in time proportional to resonators + tones, with a chosen accuracy.
 *
 * <p>The width of a resonance is proportional to its frequency, D = α f_r, so the response depends
 * only on the ratio of tone and resonance: with u = ln f and v = ln f_r the sum over a chain is a
 * convolution,
 *
 * <pre>
 * W(u) = Σ_k ρ_k κ(u − v_k)             κ(s) = α (A x + S α) / (x² + α²),                          x = eˢ − 1
 * ∂L/∂f_k = (ρ_k / f_k) Σ_i g_i γ(u_i − v_k)    γ(s) = α eˢ [A (x² − α²) + 2 S α x] / (x² + α²)²
 * </pre>
 *
 * Charges are spread over an equidistant grid by Lagrange weights, convolved with the kernel by
 * Fourier transform, and the result is interpolated back by the same weights. The poles of the
 * kernel lie at a distance θ = arctan α from the real axis; interpolating 1/(s − s₀) over n points
 * spaced h makes a relative error of exactly Π(s − s_m) / Π(s₀ − s_m), at most
 *
 * <pre>B = Π_{m=0}^{n/2−1} (m + ½)² / [(m + ½)² + (θ/h)²]</pre>
 *
 * and at most (1 + n) B for the double pole of γ. Two interpolations, the second of which can
 * amplify the first, stay below 4 (1 + n) B. Order and step are chosen so that this equals the
 * tolerance. Two chains share one complex transform.
 */
final class LogConvolution {
  /**
   * Ranges are rounded outwards to multiples of this, so that small changes of the resonances need
   * no new plan.
   */
  private static final double RANGE_QUANTUM = 1.0 / 64;

  private static final int LARGEST_ORDER = 24;
  private static final int LARGEST_GRID = 1 << 22;

  /**
   * Costs in the time of one term of a direct sum: per point of a stencil, per stencil, per
   * butterfly.
   */
  private static final double STENCIL_POINT_COST = 10;

  private static final double STENCIL_COST = 100;
  private static final double BUTTERFLY_COST = 6;

  private final Plan plan;
  private final Fourier fourier;
  private final LogGrid toneGrid;
  private final LogGrid resonanceGrid;
  private final LogGrid.Stencils tones;
  private final double[][] valueKernel;
  private final double[][] slopeKernel;

  /**
   * The grid for an accuracy and the ranges of frequency; with the model, it determines a
   * convolution.
   */
  record Plan(
      int order, int size, double step, int toneNodes, double lowestTone, double lowestResonance) {
    /** Cost per chain in terms of a direct sum. */
    double cost(int points) {
      double butterflies = size / 2.0 * Integer.numberOfTrailingZeros(size);
      return points * (STENCIL_COST + STENCIL_POINT_COST * order) + BUTTERFLY_COST * butterflies;
    }
  }

  /**
   * The cheapest plan, unless direct sums are cheaper.
   *
   * @param toneLogs natural logarithms of the tones
   * @param lowest natural logarithm of the lowest resonance
   * @param highest natural logarithm of the highest resonance
   * @param resonators length of a chain
   */
  static Optional<Plan> plan(
      SynapseModel model,
      double[] toneLogs,
      double lowest,
      double highest,
      int resonators,
      double tolerance) {
    int points = toneLogs.length + resonators;
    return cheapest(model, toneLogs, lowest, highest, points, tolerance)
        .filter(plan -> plan.cost(points) < (double) toneLogs.length * resonators);
  }

  /** The cheapest plan, empty if the grid would be larger than memory allows. */
  static Optional<Plan> cheapest(
      SynapseModel model,
      double[] toneLogs,
      double lowest,
      double highest,
      int points,
      double tolerance) {
    double lowestTone = roundDown(Arrays.stream(toneLogs).min().orElseThrow());
    double highestTone = -roundDown(-Arrays.stream(toneLogs).max().orElseThrow());
    double lowestResonance = roundDown(lowest);
    double span = highestTone - lowestTone - roundDown(-highest) - lowestResonance;
    Plan best = null;
    for (int order = 4; order <= LARGEST_ORDER; order += 2) {
      double largestStep = StrictMath.atan(model.damping()) * largestStep(order, tolerance);
      double nodes = span / largestStep + 2 * order + 6;
      if (nodes <= LARGEST_GRID) {
        int size =
            Math.max(4 * order, Integer.highestOneBit(Math.max(1, (int) Math.ceil(nodes) - 1)) * 2);
        double step = Math.min(largestStep, Math.max(span, 1e-3) / (size - 2 * order - 6));
        int toneNodes = (int) Math.ceil((highestTone - lowestTone) / step) + order + 2;
        Plan plan = new Plan(order, size, step, toneNodes, lowestTone, lowestResonance);
        best = best == null || plan.cost(points) < best.cost(points) ? plan : best;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The largest h/θ with an error within the tolerance, found by bisection. */
  private static double largestStep(int order, double tolerance) {
    double low = 0;
    double high = 10;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (errorBound(order, middle) <= tolerance) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double errorBound(int order, double step) {
    double bound = 4 * (1 + order);
    for (int m = 0; m < order / 2; m++) {
      double square = (m + 0.5) * (m + 0.5) * step * step;
      bound *= square / (square + 1);
    }
    return bound;
  }

  private static double roundDown(double x) {
    return Math.floor(x / RANGE_QUANTUM) * RANGE_QUANTUM;
  }

  /** Tabulates the kernels of a plan. */
  LogConvolution(SynapseModel model, Plan plan, double[] toneLogs) {
    this.plan = plan;
    this.fourier = new Fourier(plan.size());
    this.toneGrid = new LogGrid(plan.lowestTone(), plan.step(), plan.order());
    this.resonanceGrid = new LogGrid(plan.lowestResonance(), plan.step(), plan.order());
    this.tones = toneGrid.stencils(toneLogs);
    this.valueKernel = kernel(model, false);
    this.slopeKernel = kernel(model, true);
  }

  Plan plan() {
    return plan;
  }

  /** Scratch memory of one thread. */
  final class Buffers {
    private final double[] re = new double[plan.size()];
    private final double[] im = new double[plan.size()];
    private final double[] weights = new double[plan.order()];
  }

  /**
   * Writes W_i of one chain, or of two.
   *
   * @param logs ln f_k of the chains, [chain][junction]
   * @param weights ρ_k
   * @param chain the first chain; with the next one if {@code chain + 1 < to}
   * @param out [chain][tone], V/W
   */
  void values(
      double[][] logs, double[] weights, int chain, int to, double[][] out, Buffers buffers) {
    clear(buffers);
    boolean two = chain + 1 < to;
    spread(logs[chain], weights, buffers.re, buffers.weights);
    if (two) {
      spread(logs[chain + 1], weights, buffers.im, buffers.weights);
    }
    convolve(valueKernel, buffers);
    double factor = 1.0 / plan.size();
    tones.gather(buffers.re, factor, out[chain]);
    if (two) {
      tones.gather(buffers.im, factor, out[chain + 1]);
    }
  }

  /**
   * Adds Σ_i g_i ∂G(f_i, f_k)/∂f_k, without ρ_k, for one chain or two.
   *
   * @param gradient g_i, [chain][tone]
   * @param out [chain][junction]
   */
  void slopes(
      double[][] gradient,
      double[][] logs,
      double[][] resonances,
      int chain,
      int to,
      double[][] out,
      Buffers buffers) {
    clear(buffers);
    boolean two = chain + 1 < to;
    tones.spread(gradient[chain], buffers.re);
    if (two) {
      tones.spread(gradient[chain + 1], buffers.im);
    }
    convolve(slopeKernel, buffers);
    gather(logs[chain], resonances[chain], buffers.re, buffers.weights, out[chain]);
    if (two) {
      gather(logs[chain + 1], resonances[chain + 1], buffers.im, buffers.weights, out[chain + 1]);
    }
  }

  private void spread(double[] logs, double[] weights, double[] grid, double[] stencil) {
    for (int k = 0; k < logs.length; k++) {
      resonanceGrid.spread(logs[k], weights[k], stencil, grid);
    }
  }

  private void gather(
      double[] logs, double[] resonances, double[] grid, double[] stencil, double[] out) {
    for (int k = 0; k < logs.length; k++) {
      out[k] += resonanceGrid.gather(logs[k], stencil, grid) / (plan.size() * resonances[k]);
    }
  }

  private static void clear(Buffers buffers) {
    Arrays.fill(buffers.re, 0);
    Arrays.fill(buffers.im, 0);
  }

  private void convolve(double[][] kernel, Buffers buffers) {
    fourier.forward(buffers.re, buffers.im);
    multiply(kernel[0], kernel[1], buffers.re, buffers.im);
    fourier.inverse(buffers.re, buffers.im);
  }

  private static void multiply(double[] kernelRe, double[] kernelIm, double[] re, double[] im) {
    for (int i = 0; i < re.length; i++) {
      double x = re[i];
      double y = im[i];
      re[i] = x * kernelRe[i] - y * kernelIm[i];
      im[i] = x * kernelIm[i] + y * kernelRe[i];
    }
  }

  /**
   * The transform of a kernel sampled at every difference of grid points, negative ones wrapped
   * around.
   */
  private double[][] kernel(SynapseModel model, boolean slope) {
    int size = plan.size();
    double[] re = new double[size];
    double[] im = new double[size];
    double offset = toneGrid.origin() - resonanceGrid.origin();
    int targets = slope ? size - plan.toneNodes() : plan.toneNodes();
    for (int n = 0; n < size; n++) {
      int difference = n < targets ? n : n - size;
      double s = slope ? offset - difference * plan.step() : offset + difference * plan.step();
      re[n] = slope ? slope(model, s) : value(model, s);
    }
    fourier.forward(re, im);
    return new double[][] {re, im};
  }

  private static double value(SynapseModel model, double s) {
    double a = model.damping();
    double x = StrictMath.expm1(s);
    return a * (model.antisymmetric() * x + model.symmetric() * a) / (x * x + a * a);
  }

  private static double slope(SynapseModel model, double s) {
    double a = model.damping();
    double x = StrictMath.expm1(s);
    double d = x * x + a * a;
    double numerator = model.antisymmetric() * (x * x - a * a) + 2 * model.symmetric() * a * x;
    return a * (x + 1) * numerator / (d * d);
  }
}
