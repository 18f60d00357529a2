package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;

/** Chooses the operating points at which the next readings of a chip give most information. */
public final class OptimalDesign {
  private final Nodes noise;
  private final int[] outputs;

  /**
   * Designs for one bench.
   *
   * @param file with the noise of readings in its section {@code [design]}
   * @throws IllegalArgumentException if the file has no section {@code [design]}
   */
  public OptimalDesign(BenchFile file) {
    noise = DesignPrior.noise(file);
    outputs = file.readout().neurons().stream().mapToInt(file::indexOfNeuron).toArray();
  }

  /**
   * Chooses operating points whose readings together give most information, one after the other:
   * each has the largest gain ½ ln det(1 + J C Jᵀ/σ²), where C is the covariance after the readings
   * at those before (greedy D-optimal design; Fedorov 1972).
   *
   * @param hidden whether chain voltages cannot be read
   */
  public List<OperatingPoint> choose(
      Posterior fit, List<OperatingPoint> candidates, int number, boolean hidden) {
    Row[][] rows = new Row[candidates.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rows(fit.at(candidates.get(i)), fit.noise(), hidden);
    }
    double[][] covariance = fit.covariance();
    boolean[] taken = new boolean[rows.length];
    List<OperatingPoint> chosen = new ArrayList<>();
    for (int pick = 0; pick < Math.min(number, rows.length); pick++) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < rows.length; i++) {
        if (!taken[i]) {
          double gain = gain(rows[i], covariance);
          if (gain > most) {
            most = gain;
            best = i;
          }
        }
      }
      taken[best] = true;
      chosen.add(candidates.get(best));
      for (Row row : rows[best]) {
        learn(covariance, row);
      }
    }
    return chosen;
  }

  /**
   * Chooses operating points that discriminate between two beliefs: those at which the expected
   * readings differ most, over their declared noise (Atkinson and Fedorov 1975,
   * doi:10.1093/biomet/62.1.57).
   *
   * @param hidden whether chain voltages cannot be read
   */
  public List<OperatingPoint> tellingApart(
      Posterior one, Posterior other, List<OperatingPoint> candidates, int number, boolean hidden) {
    record Contrast(OperatingPoint setting, double squares) {}
    return candidates.stream()
        .map(
            setting -> {
              double[] first = readable(one.at(setting), hidden);
              double[] second = readable(other.at(setting), hidden);
              double squares = 0;
              for (int i = 0; i < first.length; i++) {
                squares += (first[i] - second[i]) * (first[i] - second[i]);
              }
              return new Contrast(setting, squares);
            })
        .sorted(Comparator.comparingDouble(Contrast::squares).reversed())
        .limit(number)
        .map(Contrast::setting)
        .toList();
  }

  /** The expected readings of an evaluated model, each over its declared noise. */
  private double[] readable(ChipModel evaluated, boolean hidden) {
    IntStream chains = IntStream.range(0, hidden ? 0 : noise.chainVoltages().length);
    return DoubleStream.concat(
            chains.mapToDouble(c -> evaluated.voltages[c] / voltageNoise(evaluated, c)),
            IntStream.of(outputs).mapToDouble(n -> evaluated.powers[n] / powerNoise(evaluated, n)))
        .toArray();
  }

  /**
   * Derivatives of the readings by z, each over its noise.
   *
   * @param excess noise over the declared one
   */
  private Row[] rows(ChipModel evaluated, double excess, boolean hidden) {
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < noise.chainVoltages().length && !hidden; c++) {
      rows.add(Row.of(evaluated.voltageSlopes[c], 1 / (excess * voltageNoise(evaluated, c))));
    }
    for (int neuron : outputs) {
      rows.add(Row.of(evaluated.powerSlopes[neuron], 1 / (excess * powerNoise(evaluated, neuron))));
    }
    return rows.toArray(Row[]::new);
  }

  /** Derivatives of one reading by the unknowns that it depends on, which may be few. */
  private record Row(int[] places, double[] values) {
    static Row of(double[] slopes, double factor) {
      double[] scaled = Arrays.stream(slopes).map(slope -> slope * factor).toArray();
      int[] places = IntStream.range(0, scaled.length).filter(a -> scaled[a] != 0).toArray();
      return new Row(places, IntStream.of(places).mapToDouble(a -> scaled[a]).toArray());
    }

    /** The product with a line of a matrix. */
    double times(double[] line) {
      double sum = 0;
      for (int i = 0; i < places.length; i++) {
        sum += line[places[i]] * values[i];
      }
      return sum;
    }
  }

  private double voltageNoise(ChipModel evaluated, int chain) {
    return total(noise.chainVoltages()[chain], evaluated, evaluated.voltageSlopes[chain]);
  }

  private double powerNoise(ChipModel evaluated, int neuron) {
    return total(noise.powers()[neuron], evaluated, evaluated.powerSlopes[neuron]);
  }

  private static double total(double noise, ChipModel evaluated, double[] slopes) {
    double added = evaluated.frequencyNoise.variance(slopes);
    return added == 0 ? noise : Math.sqrt(noise * noise + added);
  }

  /** Information of rows, computed as if they were independent, which suffices for a ranking. */
  private static double gain(Row[] rows, double[][] covariance) {
    double gain = 0;
    for (Row row : rows) {
      gain += StrictMath.log1p(variance(row, covariance));
    }
    return gain;
  }

  private static double variance(Row row, double[][] covariance) {
    double sum = 0;
    for (int i = 0; i < row.places().length; i++) {
      sum += row.values()[i] * row.times(covariance[row.places()[i]]);
    }
    return sum;
  }

  /** The covariance after a reading, by the rule of Sherman and Morrison. */
  private static void learn(double[][] covariance, Row row) {
    double[] product = Arrays.stream(covariance).mapToDouble(row::times).toArray();
    double sum = 1;
    for (int i = 0; i < row.places().length; i++) {
      sum += product[row.places()[i]] * row.values()[i];
    }
    int[] moved = IntStream.range(0, product.length).filter(a -> product[a] != 0).toArray();
    for (int a : moved) {
      for (int b : moved) {
        covariance[a][b] -= product[a] * product[b] / sum;
      }
    }
  }
}
