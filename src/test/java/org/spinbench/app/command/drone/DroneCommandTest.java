package org.spinbench.app.command.drone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.BenchExport;
import org.spinbench.experiments.study.drone.DroneTrainer;
import org.spinbench.experiments.study.drone.NetworkSlice;
import org.spinbench.experiments.study.drone.RfDesign;
import org.spinbench.experiments.study.drone.TrainerOptions;
import org.spinbench.experiments.study.drone.transmission.TransmissionGenerator;
import org.spinbench.experiments.study.drone.transmission.Transmissions;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/** The drone commands as a user gives them, on generated spectra. */
@Tag("slow")
class DroneCommandTest {
  @TempDir static Path folder;

  private static Outcome trained;

  @BeforeAll
  static void train() {
    System.setProperty("java.awt.headless", "true");
    trained =
        Outcome.of(
            "drone",
            "train",
            "--transmitters",
            "40",
            "--hidden",
            "4",
            "--epochs",
            "20",
            "--seeds",
            "2",
            "--seed",
            "7",
            "--json",
            "--out",
            folder.toString());
    assertEquals(0, trained.code(), trained.err());
  }

  @Test
  void theJsonObjectHasThePromisedKeys() throws IOException {
    ObjectNode json = trained.json();
    for (String key :
        List.of(
            "testAccuracy",
            "perSeed",
            "linearAccuracy",
            "linearLogAccuracy",
            "resonatorLayerAccuracy",
            "perceptronAccuracy",
            "perceptronLogAccuracy",
            "epochSeconds",
            "inferenceSamplesPerSecond",
            "synapses",
            "powerMilliwatt",
            "energyPerInferencePicojoule",
            "seed")) {
      assertTrue(json.has(key), key);
    }
    double mean =
        (json.get("perSeed").get(0).asDouble() + json.get("perSeed").get(1).asDouble()) / 2;
    assertEquals(mean, json.get("testAccuracy").asDouble(), 1e-12);
    assertEquals(4 * 256 + 11 * 4, json.get("synapses").asInt());
    assertEquals(7, json.get("seed").asInt());
    assertTrue(json.get("linearAccuracy").asDouble() > 2.0 / 11, "better than chance");
    assertTrue(json.get("inferenceSamplesPerSecond").asDouble() > 0);
    JsonNode strip = json.at("/fieldLines/0");
    JsonNode bench = json.at("/fieldLines/1");
    assertEquals(50, strip.get("ohm").asDouble());
    assertEquals(1000, bench.get("ohm").asDouble());
    assertEquals(20, bench.get("milliwatt").asDouble() / strip.get("milliwatt").asDouble(), 1e-9);
    double amplifiers = json.get("amplifierMilliwatt").asDouble();
    assertTrue(amplifiers > json.get("powerMilliwatt").asDouble());
    assertTrue(
        strip.get("supplyMilliwatt").asDouble() > amplifiers + strip.get("milliwatt").asDouble());
  }

  @Test
  void picturesAndResultStandInTheFolder() throws IOException {
    for (String name : List.of("accuracy", "confusion", "spectra", "weights", "ledger")) {
      assertTrue(ImageIO.read(folder.resolve(name + ".png").toFile()).getWidth() >= 600, name);
    }
    assertEquals(
        trained.json().get("perSeed"),
        new ObjectMapper().readTree(folder.resolve("result.json").toFile()).get("perSeed"));
    BenchFile.parse(Files.readString(folder.resolve("slice.toml")), "slice.toml");
  }

  /** The bench file of a slice is one that train takes as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"ladder", "bring-up"})
  void aSliceIsTrained(String trainer) throws IOException {
    StringBuilder samples = new StringBuilder("a,b,c,d,class\n");
    Random random = new Random(6);
    for (int n = 0; n < 320; n++) {
      double[] powers = random.doubles(4).toArray();
      double sum = powers[0] - powers[1] + powers[2] - powers[3];
      for (double power : powers) {
        samples.append(power).append(',');
      }
      samples.append(sum > 0 ? "up" : "down").append('\n');
    }
    Path task = Files.writeString(folder.resolve("four.csv"), samples);
    Outcome outcome =
        Outcome.of(
            "train",
            folder.resolve("slice.toml").toString(),
            "--task",
            task.toString(),
            "--trainer",
            trainer,
            "--budget",
            "1500",
            "--json",
            "--runs",
            folder.resolve("slice-runs").toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.json().get("testAccuracy").asDouble() > 0.9, outcome.out());
  }

  @Test
  void aFinishedTrainingIsNotRepeated() throws IOException {
    String line =
        "drone train --transmitters 40 --hidden 4 --epochs 20 --seeds 2 --seed 7 --json --out "
            + folder;
    String results = Files.readString(folder.resolve("result.json"));
    Outcome refused = Outcome.of(line.split(" "));
    assertEquals(2, refused.code(), refused.out());
    assertTrue(refused.err().contains("result.json: it exists"), refused.err());
    assertEquals(results, Files.readString(folder.resolve("result.json")));
    Outcome again = Outcome.of((line + " --overwrite").split(" "));
    assertEquals(trained.json().get("perSeed"), again.json().get("perSeed"));
    assertEquals(trained.json().get("epochSeconds"), again.json().get("epochSeconds"));
  }

  @Test
  void peopleGetBaselinesAndEveryTermOfTheLedger() {
    Outcome outcome =
        Outcome.of("drone", "train", "--transmitters", "10", "--hidden", "2", "--epochs", "1");
    assertEquals(0, outcome.code(), outcome.err());
    for (String words :
        List.of(
            "linear:  ",
            "linear, log power:",
            "one resonator layer:",
            "perceptron:  ",
            "perceptron, log power:",
            "RF to    2 chains",
            "DC of its oscillators",
            "RF to   11 chains",
            "RF and oscillators alone",
            "field lines of   50 ohm   1000 ohm",
            "amplifiers that make the copies",
            "field lines that hold the weights",
            "resonances off by 1 %",
            "Assumed: amplifiers of class A",
            "10 fJ a synapse and 100 fJ a neuron",
            "Excluded: the receiver")) {
      assertTrue(outcome.out().contains(words), words + " in\n" + outcome.out());
    }
  }

  @Test
  void evaluatePrintsATableOrOneObject() throws IOException {
    Outcome table =
        Outcome.of(
            "drone",
            "evaluate",
            "--suite",
            "floor",
            "--transmitters",
            "10",
            "--hidden",
            "2",
            "--epochs",
            "2");
    assertEquals(0, table.code(), table.err());
    assertTrue(table.out().contains("without floor"), table.out());
    ObjectNode json =
        Outcome.of(
                "drone",
                "evaluate",
                "--suite",
                "published",
                "--transmitters",
                "10",
                "--hidden",
                "2",
                "--epochs",
                "2",
                "--json")
            .json();
    List<String> classifiers = new ArrayList<>();
    json.at("/suites/0/rows/0/cells")
        .forEach(cell -> classifiers.add(cell.get("classifier").asText()));
    assertEquals(
        List.of(
            "linear",
            "linear, log power",
            "one resonator layer",
            "perceptron",
            "perceptron, log power",
            "RF network"),
        classifiers);
  }

  @Test
  void validateJudgesEveryFold() throws IOException {
    String[] words = {
      "drone", "validate", "--transmitters", "16", "--folds", "3", "--hidden", "2", "--epochs", "2"
    };
    Outcome people = Outcome.of(words);
    assertEquals(0, people.code(), people.err());
    assertTrue(people.out().contains("of 176 training spectra right"), people.out());
    assertTrue(people.out().contains("linear, log power:"), people.out());
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--seeds", "2", "--json"));
    ObjectNode json = Outcome.of(all.toArray(String[]::new)).json();
    assertEquals(6, json.get("perFold").size());
    assertTrue(json.get("linearAccuracy").asDouble() > 2.0 / 11, "better than chance");
    assertTrue(json.get("linearLogAccuracy").asDouble() > 2.0 / 11, "better than chance");
    double mean = 0;
    for (int fold = 0; fold < 6; fold++) {
      mean += json.get("perFold").get(fold).asDouble() / 6;
    }
    assertEquals(mean, json.get("accuracy").asDouble(), 2e-3, "folds are of almost equal size");
  }

  @Test
  void searchListsItsTrialsBestFirst() throws IOException {
    ObjectNode json =
        Outcome.of(
                "drone",
                "search",
                "--trials",
                "4",
                "--folds",
                "2",
                "--transmitters",
                "10",
                "--hidden",
                "2",
                "--epochs",
                "2",
                "--json")
            .json();
    assertEquals(4, json.get("trials").size());
    double before = 1;
    for (JsonNode trial : json.get("trials")) {
      assertTrue(trial.get("score").asDouble() <= before);
      before = trial.get("score").asDouble();
      double rate = trial.at("/settings/rate").asDouble();
      assertTrue(rate >= 1e-6 && rate <= 1e-4, "rate " + rate);
    }
    assertEquals(2, Outcome.of("drone", "search", "--trials", "0").code());
  }

  @Test
  void wrongUsageIsExplained() {
    Outcome suite = Outcome.of("drone", "evaluate", "--suite", "none");
    assertEquals(2, suite.code());
    assertTrue(suite.err().contains("there is no suite \"none\""), suite.err());
    assertEquals(2, Outcome.of("drone", "train", "--epochs", "0").code());
    assertEquals(2, Outcome.of("drone", "train", "--transmitters", "0").code());
    Outcome dwell = Outcome.of("drone", "train", "--dwell", "20000");
    assertEquals(2, dwell.code());
    assertTrue(dwell.err().contains("--dwell is 20000 ms; from 1 to 10000 ms"), dwell.err());
    assertEquals(2, Outcome.of("drone", "train", "--interference", "2").code());
    assertEquals(2, Outcome.of("drone", "train", "--cooling", "2").code());
    Outcome precision = Outcome.of("drone", "train", "--precision", "half");
    assertEquals(2, precision.code());
    assertTrue(precision.err().contains("--precision is half; double or single"), precision.err());
    Outcome single = Outcome.of("drone", "train", "--precision", "single");
    assertEquals(2, single.code());
    assertTrue(single.err().contains("SPINBENCH_JAVA_OPTS=\"--add-modules"), single.err());
    Outcome file = Outcome.of("drone", "train", "--data", "missing.h5");
    assertEquals(1, file.code());
    assertTrue(file.err().contains("missing.h5"), file.err());
    assertTrue(Outcome.of("drone").out().contains("evaluate"));
  }

  /**
   * Hidden voltages agree to the voltmeter; the output to the 10 nA steps of the bias sources,
   * which are 2.5e-4 of the largest current, and steepest at a small one.
   */
  @Test
  void aSliceOnTheBenchAgreesWithTheNetwork() {
    SpectraSplit data =
        new TransmissionGenerator(Transmissions.DEFAULT).unseenTransmitters(20, 5, 1, 1);
    RfNetwork network = trainedOn(data.train());
    NetworkSlice slice =
        new NetworkSlice(
            network, NetworkSlice.spread(4, 256), NetworkSlice.drivable(network, 2), 3);
    BenchExport export = new BenchExport(slice);
    BenchFile file = BenchFile.parse(export.toml(), "the export");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Random random = new Random(3);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      BenchExport.set(bench.ports(), file);
      for (int n = 0; n < 10; n++) {
        double[] powers = new double[4];
        for (int i = 0; i < 4; i++) {
          powers[i] = export.largestPower() * (0.02 + 0.98 * random.nextDouble());
        }
        double[] read = export.read(bench.ports(), powers);
        double[] hidden = slice.hiddenVoltages(powers);
        assertEquals(export.chainGain(0) * hidden[0], read[0], 20e-9);
        assertEquals(export.chainGain(1) * hidden[1], read[1], 20e-9);
        assertEquals(export.outputGain() * slice.output(powers), read[2], 3e-6);
      }
    }
    assertTrue(simulated.atRest());
  }

  private static RfNetwork trainedOn(Spectra spectra) {
    RfNetwork network = RfDesign.PUBLISHED.network(spectra, 8, 1);
    try (Workers workers = new Workers(1)) {
      new DroneTrainer(network, TrainerOptions.PUBLISHED.withEpochs(40), workers)
          .fit(spectra.watts(), spectra.labels(), DroneTrainer.EpochListener.NONE);
    }
    return network;
  }
}
