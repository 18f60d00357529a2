package org.spinbench.experiments;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;

/** Calibrations of drawn chips, for tests of training without a bench. */
public final class Chips {
  private static final FitReport NO_FIT = new FitReport(List.of(), List.of(), 0, 1);

  private Chips() {}

  public static BenchFile file() {
    return BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);
  }

  /** The default bench file with some text of it replaced. */
  public static BenchFile file(String text, String replacement) {
    if (!DefaultBench.text().contains(text)) {
      throw new IllegalArgumentException("the bench file has no " + text);
    }
    return BenchFile.parse(DefaultBench.text().replace(text, replacement), "test");
  }

  /** The responses of a chip with the spread that the default bench file gives. */
  public static Calibration drawn(long seed) {
    return new Draw(Seeds.generator(seed), 1).calibration();
  }

  /** The same chip as {@link #drawn} with every response off by a part of the spread. */
  public static Calibration mistaken(long seed, double part) {
    return new Draw(Seeds.generator(seed), 1).with(Seeds.generator(seed, 99), part).calibration();
  }

  private static final class Draw {
    private final BenchFile file = file();
    private final RandomGenerator truth;
    private final double spread;
    private RandomGenerator error;
    private double part;

    Draw(RandomGenerator truth, double spread) {
      this.truth = truth;
      this.spread = spread;
    }

    Draw with(RandomGenerator otherError, double otherPart) {
      error = otherError;
      part = otherPart;
      return this;
    }

    private double deviate(double sigma) {
      double deviation = spread * sigma * Normal.draw(truth);
      return deviation + (error == null ? 0 : part * sigma * Normal.draw(error));
    }

    private Value about(double value, double relative) {
      return Value.exact(value * (1 + deviate(relative)));
    }

    private static double sum(double... frequencies) {
      double total = 0;
      for (double f : frequencies) {
        total += f;
      }
      return total / frequencies.length;
    }

    Calibration calibration() {
      List<ChainResponse> chains = new ArrayList<>();
      for (BenchFile.Chain chain : file.chains()) {
        chains.add(chain(chain));
      }
      List<NeuronResponse> neurons = new ArrayList<>();
      for (BenchFile.Neuron neuron : file.neurons()) {
        neurons.add(neuron(neuron));
      }
      List<Double> tones =
          List.of(
              sum(resonance(chains, 0, 0), resonance(chains, 1, 0)),
              sum(resonance(chains, 0, 1), resonance(chains, 1, 1)));
      return new Calibration(
          file.name(),
          file.chip().name(),
          "junctions",
          List.of(),
          Instant.EPOCH,
          Instant.MAX,
          file.coupling().mode(),
          300,
          tones,
          chains,
          neurons,
          List.of(),
          List.of(),
          List.of(),
          Provenance.UNKNOWN);
    }

    private static double resonance(List<ChainResponse> chains, int chain, int synapse) {
      return chains.get(chain).synapses().get(synapse).resonance().value();
    }

    private ChainResponse chain(BenchFile.Chain chain) {
      List<SynapseResponse> synapses = new ArrayList<>();
      for (BenchFile.Synapse synapse : chain.synapses()) {
        double sign = synapses.size() % 2 == 0 ? 1 : -1;
        double gain = 1 + deviate(0.1);
        synapses.add(
            new SynapseResponse(
                synapse.name(),
                synapse.junction(),
                about(synapse.frequency(), 0.015),
                about(5e6, 0.1),
                Value.exact(sign * 60 * gain),
                Value.exact(sign * 7.5 * gain),
                about(3e9, 0.05),
                Value.exact(1e10),
                Value.exact(0.05),
                Value.exact(0)));
      }
      return new ChainResponse(
          chain.name(),
          Value.exact(0),
          Value.exact(200),
          List.of(Value.exact(1), about(1, 0.05)),
          synapses,
          0,
          NO_FIT);
    }

    private NeuronResponse neuron(BenchFile.Neuron neuron) {
      double scale = 2e-6 / (8e-3 * 8e-3 * 0.25);
      return new NeuronResponse(
          neuron.name(),
          neuron.junction(),
          about(neuron.threshold(), 0.05),
          about(scale, 0.1),
          Value.exact(2),
          Value.exact(2e-9),
          about(neuron.frequency(), 0.015),
          Value.exact(2e9),
          about(neuron.transconductance(), 0.02),
          Value.exact(deviate(0.2e-3)),
          0.02,
          0,
          NO_FIT);
    }
  }
}
