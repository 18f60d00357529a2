package org.spinbench.app.command.drone;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.drone.Baseline;
import org.spinbench.experiments.study.drone.DroneStudy.SeedResult;
import org.spinbench.experiments.study.drone.Score;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.simulator.network.PowerLedger;
import org.spinbench.simulator.network.SupplyModel;

/**
 * The results of the large network, as text and as JSON.
 *
 * @param results of every seed
 * @param baselines of the models for comparison, in the order of the enumeration
 * @param ledger of the first seed's network
 * @param inferences per second
 */
record DroneReport(
    List<SeedResult> results,
    Map<Baseline, Score> baselines,
    PowerLedger ledger,
    double inferences,
    long seed) {

  private static final SupplyModel SUPPLY = SupplyModel.STANDARD;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(
      double testAccuracy,
      List<Double> perSeed,
      Double testDeviation,
      int testSamples,
      Interval confidence,
      double linearAccuracy,
      double linearLogAccuracy,
      double resonatorLayerAccuracy,
      double perceptronAccuracy,
      double perceptronLogAccuracy,
      double epochSeconds,
      double inferenceSamplesPerSecond,
      int synapses,
      int oscillators,
      double powerMilliwatt,
      double energyPerInferencePicojoule,
      double operationEnergyPicojoule,
      double latencyNanosecond,
      double amplifierMilliwatt,
      List<FieldLines> fieldLines,
      long seed) {}

  /** Power in field lines of a resistance, and the supply power of the chip with them. */
  private record FieldLines(double ohm, double milliwatt, double supplyMilliwatt) {}

  /** Ends of the 95 % Clopper-Pearson interval of the mean accuracy on one test set. */
  private record Interval(double low, double high) {}

  private double mean() {
    return results.stream().mapToDouble(r -> r.score().accuracy()).average().orElseThrow();
  }

  private double deviation() {
    double mean = mean();
    double squares =
        results.stream().mapToDouble(r -> r.score().accuracy() - mean).map(d -> d * d).sum();
    return Math.sqrt(squares / (results.size() - 1));
  }

  private int trials() {
    return results.get(0).score().trials();
  }

  private BinomialInterval interval() {
    return BinomialInterval.of((int) Math.rint(mean() * trials()), trials(), 0.95);
  }

  private double epochSeconds() {
    return results.stream().mapToDouble(SeedResult::epochSeconds).average().orElseThrow();
  }

  /** Answers of all seeds together, [true class][class answered]. */
  int[][] confusion() {
    return results.stream().map(SeedResult::score).reduce(Score::plus).orElseThrow().confusion();
  }

  /** The JSON object, on one line. */
  String json() {
    Fields object =
        new Fields(
            mean(),
            results.stream().map(r -> r.score().accuracy()).toList(),
            results.size() < 2 ? null : deviation(),
            trials(),
            new Interval(interval().low(), interval().high()),
            baselines.get(Baseline.LINEAR).accuracy(),
            baselines.get(Baseline.LINEAR_LOG).accuracy(),
            baselines.get(Baseline.RESONATOR_LAYER).accuracy(),
            baselines.get(Baseline.PERCEPTRON).accuracy(),
            baselines.get(Baseline.PERCEPTRON_LOG).accuracy(),
            epochSeconds(),
            inferences,
            ledger.synapses(),
            ledger.oscillators(),
            1e3 * ledger.total(),
            1e12 * ledger.energy(),
            1e12 * ledger.operationEnergy(),
            1e9 * ledger.latency(),
            1e3 * ledger.amplifiers(SUPPLY),
            List.of(
                fieldLines(SupplyModel.STRIP_RESISTANCE), fieldLines(SupplyModel.BENCH_RESISTANCE)),
            seed);
    return text(object);
  }

  private FieldLines fieldLines(double resistance) {
    return new FieldLines(
        resistance,
        1e3 * ledger.fieldLines(SUPPLY, resistance),
        1e3 * ledger.supply(SUPPLY, resistance));
  }

  static String text(Object json) {
    return Json.write(json);
  }

  /** The text for people. */
  String text(List<Path> files) {
    StringBuilder text = new StringBuilder();
    add(text, "RF network: %s %% of %d test spectra right", Percent.of(mean(), 2), trials());
    if (results.size() > 1) {
      add(text, " (± %.2f over %d seeds)", 100 * deviation(), results.size());
    }
    add(
        text,
        "; 95 %% confidence %s to %s %%%n",
        Percent.atLeast(interval().low(), 2),
        Percent.atMost(interval().high(), 2));
    baselines.forEach(
        (baseline, score) ->
            add(text, "%-22s %6s %%%n", baseline.title() + ":", Percent.of(score.accuracy(), 2)));
    add(text, "%d synapses, %d oscillators; ", ledger.synapses(), ledger.oscillators());
    add(text, "epoch %.1f ms; %.0f inferences/s%n%n", 1e3 * epochSeconds(), inferences);
    ledger(text);
    if (!files.isEmpty()) {
      text.append('\n');
      files.forEach(file -> text.append(file).append('\n'));
    }
    return text.toString();
  }

  private void ledger(StringBuilder text) {
    add(text, "power of an inference, mean of the test spectra%n");
    add(
        text,
        "  RF in (one copy of the tones)        %8.4f mW, part of:%n",
        1e3 * ledger.inputPower());
    for (int l = 0; l < ledger.layers().size(); l++) {
      PowerLedger.Layer layer = ledger.layers().get(l);
      add(
          text,
          "  layer %d: RF to %4d chains             %8.4f mW (%.4f mW each)%n",
          l + 1,
          layer.copies(),
          1e3 * layer.distributedPower(),
          1e3 * layer.tonePower());
      if (layer.oscillatorPower() > 0) {
        add(
            text,
            "  layer %d: DC of its oscillators        %8.4f mW%n",
            l + 1,
            1e3 * layer.oscillatorPower());
      }
    }
    add(text, "  RF and oscillators alone             %8.4f mW%n", 1e3 * ledger.total());
    add(
        text,
        "energy of an inference, RF and oscillators alone: %.0f pJ in %.0f ns (the resonators' response,"
            + " layer by layer)%n",
        1e12 * ledger.energy(),
        1e9 * ledger.latency());
    add(
        text,
        "operations: %.0f pJ at the published 10 fJ a synapse and 100 fJ a neuron%n%n",
        1e12 * ledger.operationEnergy());
    supply(text);
    text.append(PowerLedger.EXCLUDED).append('\n');
  }

  /** The supply power, for both resistances of the field lines. */
  private void supply(StringBuilder text) {
    FieldLines strip = fieldLines(SupplyModel.STRIP_RESISTANCE);
    FieldLines bench = fieldLines(SupplyModel.BENCH_RESISTANCE);
    double spread = 0.01;
    add(
        text,
        "from the supply                 field lines of %4.0f ohm   %4.0f ohm%n",
        strip.ohm,
        bench.ohm);
    add(
        text,
        "  amplifiers that make the copies      %8.1f      %8.1f mW, their RF included%n",
        1e3 * ledger.amplifiers(SUPPLY),
        1e3 * ledger.amplifiers(SUPPLY));
    add(
        text,
        "  field lines that hold the weights    %8.1f      %8.1f mW%n",
        strip.milliwatt,
        bench.milliwatt);
    add(
        text,
        "  in all, with the oscillators         %8.1f      %8.1f mW, %.0f and %.0f nJ an inference%n",
        strip.supplyMilliwatt,
        bench.supplyMilliwatt,
        1e6 * strip.supplyMilliwatt * ledger.latency(),
        1e6 * bench.supplyMilliwatt * ledger.latency());
    add(
        text,
        "  field lines, resonances off by 1 %%   %8.1f      %8.1f mW%n",
        1e3 * ledger.fieldLines(SUPPLY, strip.ohm, spread),
        1e3 * ledger.fieldLines(SUPPLY, bench.ohm, spread));
    text.append(SUPPLY.text()).append('\n');
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
