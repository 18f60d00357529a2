package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.OutputOnly;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.TrainingFailedException;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/** What every trainer keeps to. */
@Tag("slow")
class TrainersTest {
  private static final Twin TWIN = Twin.of(Believed.DESIGN, Believed.FILE);

  static List<String> names() {
    return Trainers.byDesign().stream().filter(name -> !name.equals("bayesian")).toList();
  }

  /** A chip that checks what is put on it, and keeps it. */
  private static final class Strict implements PhysicalNetwork {
    private final PhysicalNetwork chip;
    private final List<double[]> applied = new ArrayList<>();

    Strict(PhysicalNetwork chip) {
      this.chip = chip;
    }

    @Override
    public void apply(double[] parameters) {
      for (int i = 0; i < parameters.length; i++) {
        boolean allowed = parameters[i] >= TWIN.lower()[i] && parameters[i] <= TWIN.upper()[i];
        assertTrue(allowed, i + ": " + parameters[i]);
      }
      applied.add(parameters.clone());
      chip.apply(parameters);
    }

    @Override
    public Nodes forward(double[] input) {
      return chip.forward(input);
    }
  }

  /**
   * A budget that no step divides: nothing is evaluated beyond it, the best was told and comes
   * back, and the same seed and answers make the same run.
   */
  @ParameterizedTest
  @MethodSource("names")
  void keepsToBudgetLimitsAndSeed(String name) {
    Strict one = new Strict(Believed.drawn(3));
    Strict other = new Strict(Believed.drawn(3));
    Believed.Heard heard = new Believed.Heard();
    TrainedParameters first = train(name, one, heard);
    TrainedParameters second = train(name, other, Problem.Incumbents.NONE);
    assertTrue(!heard.steps.isEmpty(), "no step was told");
    heard.steps.forEach(step -> assertTrue(step.sound(), step::toString));
    assertTrue(first.how().length() > 10 && Double.isFinite(first.decisions()[0]));
    assertTrue(
        heard.parameters.stream().anyMatch(p -> Arrays.equals(p, first.parameters())),
        "the best was never told");
    assertArrayEquals(first.parameters(), second.parameters());
    assertEquals(first.decisions()[0], second.decisions()[0]);
    assertEquals(one.applied.size(), other.applied.size());
    for (int i = 0; i < one.applied.size(); i++) {
      assertArrayEquals(one.applied.get(i), other.applied.get(i));
    }
  }

  private static TrainedParameters train(
      String name, PhysicalNetwork chip, Problem.Incumbents incumbents) {
    long budget = 877;
    Evaluations evaluations = Believed.evaluations(chip, budget);
    TrainedParameters trained =
        Trainers.named(name).train(Believed.problem(3, 0.977, incumbents), evaluations);
    assertTrue(evaluations.ledger().total() <= budget);
    return trained;
  }

  @ParameterizedTest
  @ValueSource(strings = {"physics-aware", "physics-aware-end-to-end", "fixed-first-layer"})
  void copesWithTheOutputAlone(String name) {
    Evaluations chip = Believed.evaluations(new OutputOnly(Believed.drawn(5)), 877);
    TrainedParameters trained = Trainers.named(name).train(Believed.problem(5), chip);
    for (double parameter : trained.parameters()) {
      assertTrue(Double.isFinite(parameter));
    }
  }

  /** A chip with no doubt about it: whoever begins with what the twin learned is there at once. */
  @ParameterizedTest
  @ValueSource(strings = {"spsa", "cma-es", "twin"})
  void reachesTheGoalOnAChipThatIsAsBelieved(String name) {
    Evaluations chip = Believed.evaluations(Believed.exact(), 6000);
    Problem problem = Believed.problem(6, 0.95, Problem.Incumbents.NONE);
    TrainedParameters trained = Trainers.named(name).train(problem, chip);
    assertTrue(trained.reached(), trained.how());
    assertTrue(chip.ledger().count(Purpose.ACCEPT) >= 128);
    assertTrue(accuracy(trained) >= 0.95, "accuracy " + accuracy(trained));
  }

  private static double accuracy(TrainedParameters trained) {
    Examples all = Believed.problem(1).train();
    int right = 0;
    for (int i = 0; i < all.size(); i++) {
      double power = TWIN.forward(trained.parameters(), all.inputs()[i]).powers()[2];
      right += (power > trained.decisions()[0] ? 1 : 0) == all.labels()[i] ? 1 : 0;
    }
    return (double) right / all.size();
  }

  /** No goal is reached on a chip whose output neuron says nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"spsa", "cma-es", "fixed-first-layer"})
  void doesNotClaimTheGoalOnADeadChip(String name) {
    PhysicalNetwork dead =
        new PhysicalNetwork() {
          @Override
          public void apply(double[] parameters) {}

          @Override
          public Nodes forward(double[] input) {
            return new Nodes(new double[3], new double[] {Double.NaN, Double.NaN, 0});
          }
        };
    TrainedParameters trained =
        Trainers.named(name).train(Believed.problem(8), Believed.evaluations(dead, 877));
    assertFalse(trained.reached());
  }

  /** Every way of training goes on to the end of its budget on chips of which a device is dead. */
  @ParameterizedTest
  @MethodSource("damaged")
  void trainsWithADeadDevice(String name, String device) {
    Calibration damaged = Dead.without(Believed.DESIGN, device);
    int budget = name.equals("fixed-first-layer") ? 720 : 330;
    Evaluations chip = Believed.evaluations(Believed.network(damaged, 0.02), budget);
    Believed.Heard heard = new Believed.Heard();
    TrainedParameters trained = Trainers.named(name).train(Believed.problem(8, 0.999, heard), chip);
    assertFalse(trained.reached(), trained.how());
    assertTrue(chip.ledger().total() <= budget);
    for (int i = 0; i < 9; i++) {
      double parameter = trained.parameters()[i];
      assertTrue(parameter >= TWIN.lower()[i] && parameter <= TWIN.upper()[i], "number " + i);
    }
    assertTrue(Double.isFinite(trained.decisions()[0]), trained.how());
    assertFalse(heard.parameters.isEmpty());
  }

  static Stream<Arguments> damaged() {
    return Trainers.byDesign().stream()
        .filter(name -> !name.equals("bayesian"))
        .flatMap(
            name -> Stream.of("synapse 2", "neuron 1").map(device -> Arguments.of(name, device)));
  }

  @Test
  void aBudgetTooSmallForOneFirstLayerIsReported() {
    Evaluations chip = Believed.evaluations(Believed.exact(), 100);
    Problem problem = Believed.problem(8);
    String message =
        assertThrows(
                TrainingFailedException.class,
                () -> Trainers.named("fixed-first-layer").train(problem, chip))
            .getMessage();
    assertTrue(message.startsWith("one first layer takes 704 evaluations, but"), message);
    assertEquals(0, chip.ledger().total());
  }

  /** A trainer that cannot measure anything says so, or gives what it began with. */
  @ParameterizedTest
  @MethodSource("small")
  void aBudgetTooSmallForOneStepIsReported(String name, int budget) {
    Evaluations chip = Believed.evaluations(Believed.exact(), budget);
    Problem problem = Believed.problem(8);
    try {
      TrainedParameters trained = Trainers.named(name).train(problem, chip);
      assertFalse(trained.reached(), trained.how());
      assertEquals(9, trained.parameters().length);
      assertTrue(Double.isFinite(trained.decisions()[0]), trained.how());
    } catch (TrainingFailedException tooSmall) {
      assertTrue(tooSmall.getMessage().contains("allow"), tooSmall.getMessage());
    }
    assertTrue(chip.ledger().total() <= budget);
  }

  static Stream<Arguments> small() {
    return Trainers.byDesign().stream()
        .flatMap(name -> Stream.of(1, 5, 20).map(budget -> Arguments.of(name, budget)));
  }

  @Test
  void theBayesianTrainerComesFirstAndIsTheDefault() {
    assertEquals("bayesian", TrainingOptions.DEFAULT_TRAINER);
    assertEquals("bayesian", Trainers.names().get(0));
    assertEquals("bayesian", TrainingOptions.standard().trainer());
    assertTrue(Trainers.names().containsAll(Trainers.byDesign()));
    assertFalse(Trainers.byDesign().contains("bring-up"), "that one measures every device first");
  }

  /** Scripts and run files of earlier versions name it so. */
  @Test
  void ladderIsAnotherNameForTheBayesianTrainer() {
    assertEquals("bayesian", Trainers.canonical("ladder"));
    assertSame(Trainers.named("bayesian"), Trainers.named("ladder"));
    assertSame(Trainers.way("bayesian"), Trainers.way("ladder"));
    assertEquals("spsa", Trainers.canonical("spsa"));
    assertFalse(Trainers.names().contains("ladder"), "help names it once");
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Trainers.named("sspa")).getMessage();
    assertTrue(message.contains("'sspa'; there are "), message);
    Trainers.byDesign().forEach(name -> assertTrue(message.contains(name), message));
  }

  @Test
  void severalReadOutNeuronsAreRefusedByName() {
    String two = DefaultBench.text().replace("[\"neuron 3\"]", "[\"neuron 3\", \"neuron 1\"]");
    BenchFile file = BenchFile.parse(two, "two outputs");
    Problem one = Believed.problem(1);
    Problem problem =
        Believed.problem(
            one.prior(), file, one.train(), one.validation(), 0.9, 1, Problem.Incumbents.NONE);
    Evaluations chip = Believed.evaluations(Believed.exact(), 100);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Trainers.named("spsa").train(problem, chip))
            .getMessage();
    assertTrue(message.contains("neuron 3, neuron 1"), message);
  }
}
