package org.spinbench.experiments.replay;

import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;

/**
 * A possible kind of difference between a device and its calibration.
 *
 * @param chain index of the chain of a synapse
 * @param index of the synapse in its chain, or of the neuron
 * @param kind of change
 */
record Suspicion(int chain, int index, Change.Kind kind) {
  /** Whether it is a shifted line, so that its effect is not linear. */
  boolean isFrequency() {
    return kind == Change.Kind.RESONANCE || kind == Change.Kind.EMISSION;
  }

  /** The calibration of a chip with this change, Hz or relative. */
  Calibration applied(Calibration calibration, double size) {
    return switch (kind) {
      case RESONANCE -> number(calibration, TwinNumber.RESONANCE).moved(calibration, size);
      case SENSITIVITY ->
          scaled(
              scaled(calibration, number(calibration, TwinNumber.ANTISYMMETRIC), 1 + size),
              number(calibration, TwinNumber.SYMMETRIC),
              1 + size);
      case POWER ->
          scaled(
              scaled(calibration, TwinNumber.ofNeuron(index, TwinNumber.SLOPE), 1 + size),
              TwinNumber.ofNeuron(index, TwinNumber.THRESHOLD_POWER),
              1 + size);
      case EMISSION -> TwinNumber.ofNeuron(index, TwinNumber.FREQUENCY).moved(calibration, size);
    };
  }

  private TwinNumber number(Calibration calibration, int which) {
    return TwinNumber.ofSynapse(calibration, chain, index, which);
  }

  private static Calibration scaled(Calibration calibration, TwinNumber number, double factor) {
    return number.moved(calibration, (factor - 1) * number.of(calibration));
  }

  /** A size with a noticeable linear effect on the readings. */
  double scale(Calibration calibration) {
    return switch (kind) {
      case SENSITIVITY, POWER -> 0.01;
      case RESONANCE -> 0.01 * synapse(calibration).halfWidth().value();
      case EMISSION -> 1e4;
    };
  }

  /** Accuracy of a twin; a change of less than a few times this is not a change of the device. */
  double exactness(Calibration calibration) {
    return switch (kind) {
      case SENSITIVITY, POWER -> 5e-4;
      case RESONANCE -> 2e-3 * synapse(calibration).halfWidth().value();
      case EMISSION -> 1e4;
    };
  }

  /** Prior range of the change. */
  double range(Calibration calibration) {
    return switch (kind) {
      case SENSITIVITY, POWER -> 1;
      case RESONANCE -> 0.1 * synapse(calibration).resonance().value();
      case EMISSION -> 0.1 * neuron(calibration).frequency().value();
    };
  }

  /** The change with its size. */
  Change found(
      Calibration calibration,
      double size,
      double deviation,
      Change.Since since,
      List<Change> instead) {
    boolean synapse = kind == Change.Kind.RESONANCE || kind == Change.Kind.SENSITIVITY;
    String device = synapse ? synapse(calibration).name() : neuron(calibration).name();
    int junction = synapse ? synapse(calibration).junction() : neuron(calibration).junction();
    double frequency =
        synapse
            ? synapse(calibration).resonance().value()
            : neuron(calibration).frequency().value();
    return new Change(device, junction, kind, size, deviation, frequency, since, instead);
  }

  private SynapseResponse synapse(Calibration calibration) {
    return calibration.chains().get(chain).synapses().get(index);
  }

  private NeuronResponse neuron(Calibration calibration) {
    return calibration.neurons().get(index);
  }
}
