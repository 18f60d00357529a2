package org.spinbench.experiments.training.certification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.certification.CertificationPlan.Verdict;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;

@Tag("any-jdk")
class CertificationTest {
  private static final CertificationPlan PLAN = new CertificationPlan(0.977);

  @Test
  void looksAtErrorsAfterTheStatedNumbersOfSamples() {
    assertArrayEquals(new int[] {159, 245, 332, 423, 517, 614, 682}, PLAN.stages());
    assertEquals(682, PLAN.mostSamples());
    assertEquals(Verdict.OPEN, PLAN.verdict(158, 0));
    assertEquals(Verdict.PROVEN, PLAN.verdict(159, 0));
    assertEquals(Verdict.OPEN, PLAN.verdict(244, 1));
    assertEquals(Verdict.PROVEN, PLAN.verdict(245, 1));
    assertEquals(Verdict.OPEN, PLAN.verdict(681, 6));
    assertEquals(Verdict.PROVEN, PLAN.verdict(682, 6));
    assertEquals(Verdict.OUT_OF_REACH, PLAN.verdict(7, 7));
  }

  /** Half of 5 % for the first look: an accuracy p survives n samples with probability pⁿ. */
  @Test
  void theFirstLookSpendsHalfOfTheError() {
    assertTrue(StrictMath.pow(0.977, 159) <= 0.025);
    assertTrue(StrictMath.pow(0.977, 158) > 0.025);
    assertEquals(StrictMath.pow(0.05, 1.0 / 159), PLAN.lowerBound(159, 0), 1e-12);
  }

  /** Samples drawn one by one, no formula shared with the plan. */
  private static double shareProven(CertificationPlan plan, double accuracy, int chips) {
    RandomGenerator random = Seeds.generator(6, Math.round(1e6 * accuracy));
    int proven = 0;
    for (int chip = 0; chip < chips; chip++) {
      int samples = 0;
      int errors = 0;
      while (plan.verdict(samples, errors) == Verdict.OPEN) {
        samples++;
        errors += random.nextDouble() < accuracy ? 0 : 1;
      }
      proven += plan.verdict(samples, errors) == Verdict.PROVEN ? 1 : 0;
    }
    return (double) proven / chips;
  }

  /** 20 000 chips: the standard deviation of a share of 0.05 is 0.0015. */
  @Test
  void aChipThatIsJustNotGoodEnoughPassesWithTheStatedProbability() {
    double share = shareProven(PLAN, 0.977, 20_000);
    assertEquals(0.05, share, 0.006);
    assertTrue(shareProven(PLAN, 0.97, 5000) < 0.02);
    assertTrue(shareProven(PLAN, 0.993, 5000) > 0.8);
  }

  /** Coverage: the bound is above the true accuracy with a probability of at most 5 %. */
  @Test
  void theLowerBoundIsTooHighForAtMostTheStatedShareOfChips() {
    for (double accuracy : new double[] {0.9, 0.95, 0.977, 0.985, 0.995}) {
      RandomGenerator random = Seeds.generator(7, Math.round(1e6 * accuracy));
      int tooHigh = 0;
      int chips = 1000;
      for (int chip = 0; chip < chips; chip++) {
        int samples = 0;
        int errors = 0;
        while (PLAN.verdict(samples, errors) == Verdict.OPEN) {
          samples++;
          errors += random.nextDouble() < accuracy ? 0 : 1;
        }
        tooHigh += PLAN.lowerBound(samples, errors) > accuracy ? 1 : 0;
      }
      assertTrue(tooHigh <= 0.05 * chips + 21, accuracy + ": " + tooHigh + " of " + chips);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.9, 0.95, 0.977, 0.99})
  void theBoundPassesTheClaimExactlyWhereItIsProven(double claim) {
    CertificationPlan plan = new CertificationPlan(claim);
    int[] stages = plan.stages();
    double before = 1;
    for (int errors = 0; errors < stages.length; errors++) {
      double bound = plan.lowerBound(stages[errors], errors);
      assertTrue(bound >= claim, () -> "bound " + bound);
      assertTrue(bound < before, "fewer errors prove more");
      // A single look at the same counts proves at least as much.
      int n = stages[errors];
      double single = BinomialInterval.of(n - errors, n, 0.9).low();
      assertTrue(single >= bound - 1e-9, () -> single + " < " + bound);
      before = bound;
    }
    for (int samples = stages[6] - 1; samples > 7; samples -= 10) {
      double bound = plan.lowerBound(samples, 7);
      assertTrue(bound < claim);
      assertTrue(bound < before, "later is better");
      before = bound;
    }
    assertEquals(0, plan.lowerBound(7, 7), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.49, 1, 97.7, Double.NaN})
  void aClaimThatNothingProvesIsRefused(double claim) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new CertificationPlan(claim))
            .getMessage();
    assertTrue(message.contains(Double.toString(claim)), message);
  }

  @Test
  void thereIsNoBoundWhileTheVerdictIsOpen() {
    assertThrows(IllegalArgumentException.class, () -> PLAN.lowerBound(158, 0));
  }

  /** Decides by the first input's power; wrong at the given evaluations. */
  private record Wrong(Set<Integer> wrong, int[] made) implements PhysicalNetwork {
    @Override
    public void apply(double[] parameters) {
      throw new IllegalStateException("certification sets nothing");
    }

    @Override
    public Nodes forward(double[] input) {
      boolean high = input[0] > 0.5 != wrong.contains(++made[0]);
      return new Nodes(new double[0], new double[] {Double.NaN, high ? 2e-6 : 1e-6});
    }
  }

  private static Certificate certify(Integer... wrong) {
    return certify((done, needed, figure) -> {}, wrong);
  }

  private static Certificate certify(Certification.Progress progress, Integer... wrong) {
    double[][] inputs = new double[PLAN.mostSamples()][];
    int[] labels = new int[inputs.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 3 == 0 ? 1 : 0;
      inputs[i] = new double[] {labels[i]};
    }
    PhysicalNetwork network = new Wrong(new HashSet<>(Arrays.asList(wrong)), new int[1]);
    Evaluations chip = new Evaluations(network, new Ledger(1000), EvaluationLog.NONE);
    Certificate certificate =
        Certification.of(
            PLAN,
            new double[] {1.5e-6},
            new Examples(inputs, labels),
            new Answers.TwoClasses(),
            new int[] {1},
            chip,
            progress);
    assertEquals(certificate.samples(), chip.ledger().count(Purpose.CERTIFY));
    assertEquals(certificate.samples(), certificate.powers().length);
    return certificate;
  }

  @Test
  void measuresUntilTheClaimIsProvenOrOutOfReach() {
    Certificate clean = certify();
    assertTrue(clean.proven());
    assertEquals(159, clean.samples());
    assertEquals(159, clean.right());
    Certificate two = certify(3, 159);
    assertTrue(two.proven());
    assertEquals(332, two.samples());
    assertEquals(330, two.right());
    assertTrue(two.lowerBound() >= 0.977);
    Certificate bad = certify(1, 2, 3, 50, 51, 52, 60);
    assertFalse(bad.proven());
    assertEquals(60, bad.samples());
    assertEquals(53, bad.right());
    assertTrue(bad.lowerBound() < 0.977);
  }

  @Test
  void saysHowFarItIsAndWhatIsMissing() {
    List<String> said = new ArrayList<>();
    Certification.Progress listener =
        (done, needed, figure) -> said.add(done + " of " + needed + ": " + figure);
    certify(listener, 3);
    assertEquals(245, said.size(), "once before each sample");
    assertEquals(
        "0 of 159: 0 of 0 fresh samples right; proven at 159 samples if no further"
            + " one is wrong",
        said.get(0));
    assertEquals(
        "244 of 245: 243 of 244 fresh samples right; proven at 245 samples if no"
            + " further one is wrong",
        said.get(244));
  }

  @Test
  void aCertificateNamesItsClaim() {
    assertEquals(0.977, PLAN.claim());
    assertEquals(0.977, certify().claim());
  }

  @Test
  void freshSamplesAreIndependentOfAllOthers() {
    Task task = Task.named("xor");
    List<Sample> fresh = TaskData.fresh(task, 1, 400);
    assertEquals(fresh.subList(0, 10), TaskData.fresh(task, 1, 10));
    TaskData data = TaskData.draw(task, 1, new TaskData.Sizes(400, 400, 400));
    for (List<Sample> other : List.of(data.train(), data.validation(), data.test())) {
      assertTrue(fresh.stream().noneMatch(other::contains));
    }
    long ones = fresh.stream().filter(s -> s.label() == 1).count();
    assertTrue(ones > 160 && ones < 240 && ones != 200, ones + " of class 1: not balanced by rule");
    assertEquals(400, Examples.of(fresh, Chips.file()).size());
  }
}
