package org.spinbench.calibration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile;

/** Benches and made-up calibrations for tests. */
public final class Chips {
  private Chips() {}

  /** The default bench file. */
  public static BenchFile bench() {
    return BenchFile.read(Path.of("..", "experiments", "benches", "nine-junction.toml"));
  }

  /** The text of the default bench file. */
  public static String text() {
    try {
      return Files.readString(Path.of("..", "experiments", "benches", "nine-junction.toml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The default bench file with some text of it replaced. */
  public static BenchFile bench(String text, String replacement) {
    if (!text().contains(text)) {
      throw new IllegalArgumentException("the bench file has no " + text);
    }
    return BenchFile.parse(text().replace(text, replacement), "test");
  }

  /** The default bench file with its last chain fed by the inputs too, and all neurons read out. */
  public static BenchFile oneLayer() {
    return BenchFile.parse(
        text()
            .replace("tones = [\"neuron 1\", \"neuron 2\"]", "tones = [\"input 1\", \"input 2\"]")
            .replace("tone = \"neuron 1\"", "tone = \"input 1\"")
            .replace("tone = \"neuron 2\"", "tone = \"input 2\"")
            .replace("289e6", "250e6")
            .replace("399e6", "330e6")
            .replace(
                "neurons = [\"neuron 3\"]", "neurons = [\"neuron 1\", \"neuron 2\", \"neuron 3\"]"),
        "one layer");
  }

  /** A chip drawn about the design values of the nine-junction bench. */
  public static Calibration drawn(BenchFile file, RandomGenerator random) {
    FitReport fit = new FitReport(List.of("offset"), List.of(List.of(1e-16)), 90, 100);
    List<ChainResponse> chains = new ArrayList<>();
    for (BenchFile.Chain chain : file.chains()) {
      List<SynapseResponse> synapses = new ArrayList<>();
      for (BenchFile.Synapse synapse : chain.synapses()) {
        double sign = synapses.size() % 2 == 0 ? 1 : -1;
        synapses.add(
            new SynapseResponse(
                synapse.name(),
                synapse.junction(),
                near(synapse.frequency(), 0.01, random),
                near(5e6, 0.1, random),
                near(60 * sign, 0.1, random),
                near(7.5 * sign, 0.1, random),
                near(3e9, 0.05, random),
                near(1e10, 0.1, random),
                near(0.05, 0.1, random),
                Value.exact(0)));
      }
      chains.add(
          new ChainResponse(
              chain.name(),
              new Value(1e-7, 1e-8),
              near(200, 0.1, random),
              List.of(Value.exact(1), near(1.05, 0.02, random)),
              synapses,
              20e3,
              fit));
    }
    List<NeuronResponse> neurons = new ArrayList<>();
    for (BenchFile.Neuron neuron : file.neurons()) {
      neurons.add(
          new NeuronResponse(
              neuron.name(),
              neuron.junction(),
              near(neuron.threshold(), 0.05, random),
              near(0.125, 0.1, random),
              near(2, 0.05, random),
              near(2e-9, 0.1, random),
              near(neuron.frequency(), 0.01, random),
              near(2e9, 0.05, random),
              near(neuron.transconductance(), 0.02, random),
              new Value(1e-4 * random.nextGaussian(), 1e-6),
              0.02,
              20e3,
              fit));
    }
    Instant time = Instant.parse("2026-03-01T12:00:00.123456789Z");
    return new Calibration(
        file.name(),
        file.chip().name(),
        "the junctions",
        List.of("rf_1: Rohde&Schwarz SGS100A"),
        time,
        time.plusSeconds(86400),
        file.coupling().mode(),
        321,
        List.of(251.2e6, 329.7e6),
        chains,
        neurons,
        List.of(
            new Curve(
                "synapse 1",
                Curve.Kind.RESONANCE,
                "tone frequency (Hz)",
                "chain voltage (V)",
                List.of(new Curve.Point(2.5e8, 1.0 / 3, 1e-8, 0.33)))),
        List.of(),
        List.of("synapse 2 is close to its limit"),
        Provenance.measured(
            time.minusSeconds(100),
            List.of(
                new Wander("chain 1", 20e3, 2e3, 1e-3, 50, true, "by 300 readings over 100 s"),
                new Wander("neuron 2", 0, 3e3, 1e-4, 40, true, "none is seen in 90 readings")),
            Map.of("neuron 2", 30.5)));
  }

  private static Value near(double value, double relative, RandomGenerator random) {
    return new Value(
        value * (1 + relative * random.nextGaussian()), Math.abs(value) * relative / 10);
  }
}
