package org.spinbench.calibration.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * The deviations of a fitted chain whose resonances walk at random while it is measured. A fit with
 * independent readings has the covariance H⁻¹ (H curvature of half the sum of squares). If readings
 * i with gradients gᵢ and weights wᵢ = 1/σᵢ² have the covariance C instead, it is
 *
 * <pre>H⁻¹ + H⁻¹ [Σᵢⱼ gᵢ wᵢ Cᵢⱼ wⱼ gⱼᵀ − Σᵢ gᵢ wᵢ gᵢᵀ] H⁻¹</pre>
 *
 * (H. White, Econometrica 48, 817 (1980), doi:10.2307/1912934). C consists of the noise of each
 * reading and of the walk of each resonance away from its value at the last reading, to which the
 * calibration refers. Numbers that readings in one sweep determine gain more by this than others.
 */
public final class ChainErrors {
  /**
   * Errors of the model are common to readings at neighbouring settings. The covariance, by which
   * later readings are judged, allows for as many times more variance than independent readings
   * have.
   */
  private static final double COMMON = 4;

  private final ChainModel model;
  private final double[] p;
  private final List<ChainReading> readings;
  private final double inflation;

  private ChainErrors(ChainResponse chain, List<ChainReading> readings) {
    model = new ChainModel(chain.toneGains().size(), chain.synapses().size());
    p = model.values(chain, Value::value);
    this.readings = readings;
    double[] residuals =
        readings.stream().mapToDouble(r -> model.voltage(p, r) - r.voltage()).toArray();
    inflation = ChainFit.inflation(readings, residuals);
  }

  /**
   * The chain with these deviations.
   *
   * @param chain fitted to the readings as if they were independent
   * @param synapses their names
   * @param readings of the fit, in the order in which they were taken
   * @param times of the readings, s
   * @param common the readings with other emitted tones: each differs by one standard deviation of
   *     one independent error of the neurons that make the tones
   * @param meanSquare mean square displacement of a resonance in a second, Hz²
   * @param repeatability relative rms error of the powers of the tones, from reading to reading
   */
  public static ChainResponse of(
      ChainResponse chain,
      List<String> synapses,
      List<ChainReading> readings,
      double[] times,
      List<List<ChainReading>> common,
      double meanSquare,
      double repeatability) {
    FitReport fit = chain.fit();
    if (fit.parameters().isEmpty()) {
      return chain;
    }
    ChainErrors errors = new ChainErrors(chain, readings);
    List<String> names = errors.model.names(synapses);
    int[] free = fit.parameters().stream().mapToInt(names::indexOf).toArray();
    double[][] covariance =
        fit.covariance().stream()
            .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    double scale = Math.max(1, fit.reducedChiSquare());
    RealMatrix independent = new Array2DRowRealMatrix(covariance, false).scalarMultiply(1 / scale);
    double scatter = chain.resonanceNoise();
    RealMatrix excess =
        new Array2DRowRealMatrix(
            errors.excess(free, times, scatter, meanSquare, repeatability), false);
    for (List<ChainReading> other : common) {
      double[] moved = errors.moved(free, other, scatter);
      excess = excess.add(new ArrayRealVector(moved).outerProduct(new ArrayRealVector(moved)));
    }
    RealMatrix honest =
        independent.add(independent.multiply(excess).multiply(independent)).scalarMultiply(scale);
    return errors.with(chain, free, honest, honest.add(independent.scalarMultiply(COMMON * scale)));
  }

  /** Σᵢⱼ gᵢ wᵢ Cᵢⱼ wⱼ gⱼᵀ − Σᵢ gᵢ wᵢ gᵢᵀ, of the free parameters. */
  private double[][] excess(
      int[] free, double[] times, double scatter, double meanSquare, double repeatability) {
    int n = readings.size();
    int synapses = (p.length - model.index(0, 0)) / ChainModel.PER_SYNAPSE;
    double[][] sum = new double[free.length][free.length];
    double[][] before = new double[synapses][free.length];
    for (int i = 0; i < n; i++) {
      ChainReading r = readings.get(i);
      double noise = noise(r);
      double weight = weight(r, scatter);
      double variance = noise + repeatability * repeatability * model.settingVariance(p, r);
      double[] slopes = new double[p.length];
      model.addSlopes(p, r, 1, slopes);
      double[] g = IntStream.of(free).mapToDouble(j -> slopes[j]).toArray();
      add(sum, g, weight * (weight * variance - 1));
      double elapsed = i + 1 < n ? times[i + 1] - times[i] : 0;
      for (int k = 0; k < synapses; k++) {
        double moved = weight * slopes[model.index(k, ChainModel.RESONANCE)];
        for (int j = 0; j < g.length; j++) {
          before[k][j] += moved * g[j];
        }
        add(sum, before[k], meanSquare * elapsed);
      }
    }
    return sum;
  }

  /** Variance of a reading's own noise, V². */
  private double noise(ChainReading r) {
    return inflation * r.deviation() * r.deviation() + model.powerVariance(p, r);
  }

  private double weight(ChainReading r, double scatter) {
    return 1 / (noise(r) + scatter * scatter * model.resonanceLeverage(p, r));
  }

  /** Σᵢ gᵢ wᵢ ΔVᵢ of an error ΔV that is common to the readings. */
  private double[] moved(int[] free, List<ChainReading> others, double scatter) {
    double[] sum = new double[free.length];
    for (int i = 0; i < others.size(); i++) {
      ChainReading r = readings.get(i);
      double[] slopes = new double[p.length];
      double off = model.voltage(p, others.get(i)) - model.voltage(p, r);
      model.addSlopes(p, r, weight(r, scatter) * off, slopes);
      for (int j = 0; j < free.length; j++) {
        sum[j] += slopes[free[j]];
      }
    }
    return sum;
  }

  private static void add(double[][] sum, double[] g, double factor) {
    for (int j = 0; j < g.length; j++) {
      for (int k = 0; k < g.length; k++) {
        sum[j][k] += factor * g[j] * g[k];
      }
    }
  }

  private ChainResponse with(
      ChainResponse chain, int[] free, RealMatrix covariance, RealMatrix tolerated) {
    double[] deviations = new double[p.length];
    List<List<Double>> rows = new ArrayList<>();
    for (int j = 0; j < free.length; j++) {
      deviations[free[j]] = Math.sqrt(covariance.getEntry(j, j));
      rows.add(Arrays.stream(tolerated.getRow(j)).boxed().toList());
    }
    List<Value> gains = new ArrayList<>(List.of(chain.toneGains().get(0)));
    for (int t = 1; t < chain.toneGains().size(); t++) {
      gains.add(value(deviations, ChainModel.GAINS + t - 1));
    }
    List<SynapseResponse> synapses = new ArrayList<>();
    for (int k = 0; k < chain.synapses().size(); k++) {
      SynapseResponse s = chain.synapses().get(k);
      int first = model.index(k, 0);
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < ChainModel.PER_SYNAPSE; i++) {
        values.add(value(deviations, first + i));
      }
      synapses.add(s.with(values));
    }
    return new ChainResponse(
        chain.name(),
        value(deviations, ChainModel.OFFSET),
        value(deviations, ChainModel.SATURATION),
        List.copyOf(gains),
        List.copyOf(synapses),
        chain.resonanceNoise(),
        new FitReport(
            chain.fit().parameters(),
            List.copyOf(rows),
            chain.fit().chiSquare(),
            chain.fit().degreesOfFreedom(),
            chain.fit().priors()));
  }

  private Value value(double[] deviations, int index) {
    return new Value(p[index], deviations[index]);
  }
}
