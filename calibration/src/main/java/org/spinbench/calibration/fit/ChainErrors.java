package org.spinbench.calibration.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
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
  private final ChainModel model;
  private final double[] p;
  private final List<ChainReading> readings;

  private ChainErrors(ChainResponse chain, List<ChainReading> readings) {
    model = new ChainModel(chain.toneGains().size(), chain.synapses().size());
    p = model.values(chain, Value::value);
    this.readings = readings;
  }

  /**
   * The chain with these deviations.
   *
   * @param chain fitted to the readings as if they were independent
   * @param designs of its synapses; their tones' deviations are added to those of the resonances
   * @param readings of the fit, in the order in which they were taken
   * @param times of the readings, s
   * @param meanSquare mean square displacement of a resonance in a second, Hz²
   * @param repeatability relative rms error of the powers of the tones, from reading to reading
   */
  public static ChainResponse of(
      ChainResponse chain,
      List<SynapseDesign> designs,
      List<ChainReading> readings,
      double[] times,
      double meanSquare,
      double repeatability) {
    FitReport fit = chain.fit();
    if (fit.parameters().isEmpty()) {
      return chain;
    }
    ChainErrors errors = new ChainErrors(chain, readings);
    List<String> names = errors.model.names(designs);
    int[] free = fit.parameters().stream().mapToInt(names::indexOf).toArray();
    double[][] covariance =
        fit.covariance().stream()
            .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    double scale = Math.max(1, fit.reducedChiSquare());
    RealMatrix independent = new Array2DRowRealMatrix(covariance, false).scalarMultiply(1 / scale);
    RealMatrix excess =
        new Array2DRowRealMatrix(
            errors.excess(free, times, chain.resonanceNoise(), meanSquare, repeatability), false);
    RealMatrix honest =
        independent.add(independent.multiply(excess).multiply(independent)).scalarMultiply(scale);
    return errors.with(chain, designs, free, honest);
  }

  /** Σᵢⱼ gᵢ wᵢ Cᵢⱼ wⱼ gⱼᵀ − Σᵢ gᵢ wᵢ gᵢᵀ, of the free parameters. */
  private double[][] excess(
      int[] free, double[] times, double scatter, double meanSquare, double repeatability) {
    int n = readings.size();
    int synapses = (p.length - model.index(0, 0)) / ChainModel.PER_SYNAPSE;
    double[] residuals = new double[n];
    for (int i = 0; i < n; i++) {
      residuals[i] = model.voltage(p, readings.get(i)) - readings.get(i).voltage();
    }
    double inflation = ChainFit.inflation(readings, residuals);
    double[][] sum = new double[free.length][free.length];
    double[][] before = new double[synapses][free.length];
    for (int i = 0; i < n; i++) {
      ChainReading r = readings.get(i);
      double noise = inflation * r.deviation() * r.deviation() + model.powerVariance(p, r);
      double weight = 1 / (noise + scatter * scatter * model.resonanceLeverage(p, r));
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

  private static void add(double[][] sum, double[] g, double factor) {
    for (int j = 0; j < g.length; j++) {
      for (int k = 0; k < g.length; k++) {
        sum[j][k] += factor * g[j] * g[k];
      }
    }
  }

  private ChainResponse with(
      ChainResponse chain, List<SynapseDesign> designs, int[] free, RealMatrix covariance) {
    double[] deviations = new double[p.length];
    List<List<Double>> rows = new ArrayList<>();
    for (int j = 0; j < free.length; j++) {
      deviations[free[j]] = Math.sqrt(covariance.getEntry(j, j));
      rows.add(Arrays.stream(covariance.getRow(j)).boxed().toList());
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
      if (s.rectifies()) {
        values.set(0, values.get(0).and(designs.get(k).toneDeviation()));
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
            chain.fit().degreesOfFreedom()));
  }

  private Value value(double[] deviations, int index) {
    return new Value(p[index], deviations[index]);
  }
}
