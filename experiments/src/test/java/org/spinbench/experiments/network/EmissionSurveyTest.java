package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.procedure.EmissionSurvey.Line;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ReadoutBands.Band;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** Simulated chips whose neurons emit elsewhere than the bench file says. */
@Tag("any-jdk")
class EmissionSurveyTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "default");

  /** Looks at a chip of which the default bench file is true but for some of its words. */
  private static EmissionSurvey survey(String words, String others) {
    String text = DefaultBench.text();
    assertTrue(text.contains(words), words);
    BenchFile truth =
        BenchFile.parse(
            text.replace(words, others).replace("fidelity = \"full\"", "fidelity = \"ideal\""),
            "truth");
    SimulatedBench simulated = new SimulatedBench(truth, 1);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      BenchNetwork network = new BenchNetwork(bench.ports(), List.of(250e6, 330e6));
      EmissionSurvey survey = network.survey().orElseThrow();
      assertTrue(survey.sweeps() <= EmissionSurvey.most(FILE), survey::toString);
      for (EmissionSurvey.Move move : survey.moves()) {
        int neuron = FILE.indexOfNeuron(move.neuron());
        assertEquals(move.to(), bench.ports().bands().of(neuron));
      }
      return survey;
    }
  }

  /** By design a neuron moves by 2 GHz/A above its threshold of 4 mA: 8 MHz up to 8 mA. */
  @Test
  void aChipAsDesignedIsReadInItsBands() {
    EmissionSurvey survey = survey("frequency = 340e6", "frequency = 340e6");
    assertEquals(List.of(), survey.sentences());
    assertEquals(6, survey.sweeps());
    Line line = survey.lines().get(2);
    assertEquals(2e9, line.pulling(), 0.1e9);
    assertEquals(340e6, line.low(), 0.5e6);
    assertEquals(350e6, line.high(), 0.5e6);
    Calibration known = survey.known(DesignPrior.of(FILE));
    assertEquals(line.low(), known.neurons().get(2).frequency().value());
    assertTrue(known.neurons().get(2).frequency().deviation() < 1e6);
    assertEquals(0.1, known.neurons().get(2).pulling().deviation() / 2e9, 0.07);
  }

  @Test
  void aLineOutOfItsBandIsFoundAndGetsABandBetweenItsNeighbours() {
    EmissionSurvey survey = survey("frequency = 340e6", "frequency = 368e6");
    // neuron 2 emits at 395 to 405 MHz, and its band begins at 370 MHz; halfway from 378 MHz to
    // its line is 386.5 MHz
    List<String> moved = survey.moves().stream().map(EmissionSurvey.Move::neuron).toList();
    assertEquals(List.of("neuron 2", "neuron 3"), moved);
    Band to = survey.moves().get(1).to();
    assertEquals(386.5e6, to.high(), 0.5e6);
    assertEquals(348e6, to.low(), 0.5e6);
    assertTrue(
        survey.sentences().get(1).startsWith("neuron 3 emits at 36"), survey.sentences()::toString);
    assertTrue(
        survey.sentences().get(1).contains("its read-out band of 315.0 to 365.0 MHz was wrong"),
        survey.sentences()::toString);
  }

  /** Its line at 415 to 425 MHz is beyond that of neuron 2. */
  @Test
  void aLineIsFoundTwoBandsAway() {
    EmissionSurvey survey = survey("frequency = 340e6", "frequency = 425e6");
    assertEquals(425e6, survey.lines().get(2).low(), 0.5e6);
    assertEquals("neuron 3", survey.moves().get(0).neuron());
  }

  /** A neighbour's line in the band counts as output, though the own line is where it should be. */
  @Test
  void aBandThatContainsAnotherNeuronIsMoved() {
    EmissionSurvey survey = survey("frequency = 285e6", "frequency = 308e6");
    List<String> moved = survey.moves().stream().map(EmissionSurvey.Move::neuron).toList();
    assertEquals(List.of("neuron 1", "neuron 3"), moved);
    // neuron 1 emits up to 318 MHz, neuron 3 from 340 MHz
    assertEquals(329e6, survey.moves().get(1).to().low(), 0.5e6);
  }

  @Test
  void linesThatNoBandSeparatesAreSaidSo() {
    EmissionSurvey survey = survey("frequency = 340e6", "frequency = 391e6");
    assertEquals(List.of("neuron 2", "neuron 3"), survey.crowded());
    assertTrue(survey.sentences().get(0).contains("no read-out band separates them"));
  }

  @Test
  void aDeadNeuronIsNotSeenAnywhere() {
    EmissionSurvey survey = survey("dead = []", "dead = [\"neuron 3\"]");
    assertEquals(List.of("neuron 3"), survey.unseen());
    assertEquals(2, survey.lines().size());
    assertTrue(survey.sentences().get(0).contains("neuron 3 was looked for beyond"));
  }

  /** The record of an interrupted run answers instead of the chip, until it ends. */
  @Test
  void theRecordOfARunAnswers() {
    EmissionSurvey recorded = new EmissionSurvey(List.of(), List.of(), List.of(), List.of(), 6);
    EmissionSurvey seen = new EmissionSurvey(List.of(), List.of(), List.of(), List.of(), 7);
    PhysicalNetwork live =
        new PhysicalNetwork() {
          @Override
          public void apply(double[] parameters) {}

          @Override
          public Optional<EmissionSurvey> survey() {
            return Optional.of(seen);
          }

          @Override
          public Nodes forward(double[] input) {
            return new Nodes(new double[3], new double[3]);
          }
        };
    AnsweredNetwork answered =
        new AnsweredNetwork(
            live, FILE, number -> List.of(), Optional.of(recorded), 0, comparison -> {});
    assertEquals(Optional.of(recorded), answered.survey());
    answered.forward(new double[2]);
    assertEquals(Optional.of(seen), answered.survey());
    assertEquals(
        Optional.of(seen),
        new AnsweredNetwork(live, FILE, number -> List.of(), Optional.empty(), 0, one -> {})
            .survey());
  }
}
