package org.spinbench.calibration.drift;

import java.util.List;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;

/**
 * What drifts, in the units of the device, and the change of currents that does the same: a
 * resonance that moves by half its width is the same to the chip as a field-line current that moves
 * it so, and a threshold that falls by a part is the same as that part of it more bias.
 *
 * <p>Offsets are numbered like parameters, synapses before neurons. An offset of a synapse is the
 * drift of its resonance in half widths at half maximum; of a neuron, the change of its bias in
 * thresholds. Cross-talk of field lines is accounted for: an offset of one synapse is a change of
 * all currents of its chain that moves no other resonance.
 */
public final class OffsetMap {
  private final double[][] currents;

  private OffsetMap(double[][] currents) {
    this.currents = currents;
  }

  /**
   * The map about a parameter set, whose quadratic tuning counts.
   *
   * @param parameters field-line currents, then bias currents, A
   */
  public static OffsetMap about(Calibration calibration, double[] parameters) {
    double[][] currents = new double[parameters.length][parameters.length];
    int first = 0;
    for (var chain : calibration.chains()) {
      place(chain.synapses(), parameters, first, currents);
      first += chain.synapses().size();
    }
    for (NeuronResponse neuron : calibration.neurons()) {
      currents[first][first] = neuron.threshold().value();
      first++;
    }
    return new OffsetMap(currents);
  }

  private static void place(
      List<SynapseResponse> synapses, double[] parameters, int first, double[][] currents) {
    int size = synapses.size();
    RealMatrix shifts = MatrixUtils.createRealMatrix(size, size);
    for (int k = 0; k < size; k++) {
      SynapseResponse synapse = synapses.get(k);
      double tuning = synapse.tuning().value();
      double own = tuning + 2 * synapse.tuningQuadratic().value() * parameters[first + k];
      shifts.setEntry(k, k, tunable(synapse) ? own : 1);
      double neighbour = tunable(synapse) ? tuning * synapse.crosstalk().value() : 0;
      if (k > 0) {
        shifts.setEntry(k, k - 1, neighbour);
      }
      if (k + 1 < size) {
        shifts.setEntry(k, k + 1, neighbour);
      }
    }
    RealMatrix inverse = new LUDecomposition(shifts).getSolver().getInverse();
    for (int k = 0; k < size; k++) {
      double width = tunable(synapses.get(k)) ? synapses.get(k).halfWidth().value() : 0;
      for (int l = 0; l < size; l++) {
        currents[first + l][first + k] = inverse.getEntry(l, k) * width;
      }
    }
  }

  /** Whether a field line moves the synapse; a dead one has no resonance. */
  private static boolean tunable(SynapseResponse synapse) {
    return synapse.tuning().value() != 0 && synapse.antisymmetric().value() != 0;
  }

  /** Number of offsets, which is that of parameters. */
  public int size() {
    return currents.length;
  }

  /**
   * Writes the parameters that do to an undrifted chip what the given ones do to a drifted one.
   *
   * @param parameters A
   * @param offsets half widths, then thresholds
   * @param equivalent A, to write
   */
  public void add(double[] parameters, double[] offsets, double[] equivalent) {
    for (int i = 0; i < currents.length; i++) {
      double sum = parameters[i];
      for (int k = 0; k < currents.length; k++) {
        sum += currents[i][k] * offsets[k];
      }
      equivalent[i] = sum;
    }
  }
}
