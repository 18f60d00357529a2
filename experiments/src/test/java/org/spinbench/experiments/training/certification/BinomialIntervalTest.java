package org.spinbench.experiments.training.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("any-jdk")
class BinomialIntervalTest {

  /** One-sided 95 % bounds (a two-sided 90 % interval): 129 of 129 prove 0.977, 128 do not. */
  @Test
  void agreesWithTheNumbersOfCleanSamplesThatProveAnAccuracy() {
    assertEquals(StrictMath.pow(0.05, 1.0 / 129), BinomialInterval.of(129, 129, 0.9).low(), 1e-9);
    assertTrue(BinomialInterval.of(129, 129, 0.9).low() >= 0.977);
    assertTrue(BinomialInterval.of(128, 128, 0.9).low() < 0.977);
    assertTrue(BinomialInterval.of(204, 205, 0.9).low() >= 0.977);
    assertTrue(BinomialInterval.of(203, 204, 0.9).low() < 0.977);
    assertTrue(BinomialInterval.of(270, 272, 0.9).low() >= 0.977);
  }

  /** The 95 % limits of 4 in 20, as in Armitage and Berry's textbook: 0.0573 to 0.4366. */
  @Test
  void agreesWithATextbook() {
    BinomialInterval interval = BinomialInterval.of(4, 20, 0.95);
    assertEquals(0.0573, interval.low(), 5e-5);
    assertEquals(0.4366, interval.high(), 5e-5);
  }

  /** Definition: at each end, the tail beyond the count has half of what confidence leaves. */
  @Test
  void endsHaveTheStatedTails() {
    for (int k = 1; k < 50; k += 6) {
      BinomialInterval interval = BinomialInterval.of(k, 50, 0.95);
      BinomialDistribution atLow = new BinomialDistribution(null, 50, interval.low());
      BinomialDistribution atHigh = new BinomialDistribution(null, 50, interval.high());
      assertEquals(0.025, 1 - atLow.cumulativeProbability(k - 1), 1e-6);
      assertEquals(0.025, atHigh.cumulativeProbability(k), 1e-6);
    }
  }

  @Test
  void isClosedAtNoneAndAll() {
    assertEquals(0, BinomialInterval.of(0, 10, 0.95).low());
    assertEquals(1 - StrictMath.pow(0.025, 0.1), BinomialInterval.of(0, 10, 0.95).high(), 1e-8);
    assertEquals(1, BinomialInterval.of(10, 10, 0.95).high());
  }

  /** One trial says little: the other side's tail of 2.5 % is at 0.025 and 0.975. */
  @Test
  void oneTrialIsEnoughForAnInterval() {
    assertEquals(0.025, BinomialInterval.of(1, 1, 0.95).low(), 1e-9);
    assertEquals(0.975, BinomialInterval.of(0, 1, 0.95).high(), 1e-9);
  }

  @Test
  void aShareIsReportedWithItsCountsAndItsInterval() {
    assertEquals(
        "4 of 20 right, 20.0 % (95 % confidence: 5.7 to 43.7 %)", BinomialInterval.share(4, 20));
  }

  /** With all of n right, p^n = 5 % at the bound; 59 of 59 prove 0.95, 298 of 298 prove 0.99. */
  @ParameterizedTest
  @CsvSource({"64, 0.95427", "59, 0.95049", "298, 0.98999", "1, 0.05"})
  void whatAllRightProves(int trials, double proven) {
    assertEquals(proven, BinomialInterval.proven(trials, trials, 0.95), 1e-5);
    assertEquals(StrictMath.pow(0.05, 1.0 / trials), proven, 1e-5);
  }

  @Test
  void aClaimSaysWhatItsSamplesProve() {
    assertEquals(
        "64 of 64 samples right: 97.7 % not yet proven, at least 95.4 % with 95 % confidence",
        BinomialInterval.claim(0.977, 64, 64));
    assertEquals(
        "400 of 402 samples right: 97.7 % proven with 95 % confidence",
        BinomialInterval.claim(0.977, 400, 402));
  }

  /** 39 of 39 prove 0.05^(1/39) = 0.9261; a sample that is tested twice is still one sample. */
  @Test
  void aClaimOfRepeatedSamplesSaysWhatTheDifferentOnesProve() {
    assertEquals(
        "64 of 64 samples right, 39 of them different: 97.7 % not yet proven, at least 92.6 % with"
            + " 95 % confidence",
        BinomialInterval.claim(0.977, 64, 64, 39));
    assertEquals(
        "63 of 64 samples right, 39 of them different: 97.7 % not yet proven, at least 88.4 % with"
            + " 95 % confidence",
        BinomialInterval.claim(0.977, 63, 64, 39), "one of 64 wrong is one of 39");
    assertEquals(
        BinomialInterval.claim(0.977, 64, 64), BinomialInterval.claim(0.977, 64, 64, 1000));
  }

  @Test
  void refusesCountsThatCannotBe() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BinomialInterval.of(11, 10, 0.95))
            .getMessage();
    assertEquals("11 successes in 10 trials have no confidence interval", message);
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.of(11, 10, 0.95));
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.of(-1, 10, 0.95));
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.of(0, 0, 0.95));
  }
}
