package org.spinbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.refit.DesignPrior;

@Tag("any-jdk")
class CalibrationTest {
  private final Calibration calibration =
      Chips.drawn(Chips.bench(), RandomGeneratorFactory.of("L64X128MixRandom").create(5));

  @Test
  void isTheSameAfterSavingAndLoading(@TempDir Path folder) {
    Path file = folder.resolve("calibration.json");
    calibration.save(file);
    assertEquals(calibration, Calibration.load(file));
  }

  /**
   * Each neuron is off its frequency by itself, with the stated deviation; nothing else changes.
   */
  @Test
  void aFluctuatedChipIsOffItsFrequencies() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
    int number = 2000;
    double squares = 0;
    double product = 0;
    for (int i = 0; i < number; i++) {
      Calibration now = calibration.fluctuated(1e5, random);
      double first = off(now, 0);
      squares += first * first / number;
      product += first * off(now, 1) / number;
      List<NeuronResponse> back = new ArrayList<>();
      for (int n = 0; n < now.neurons().size(); n++) {
        back.add(now.neurons().get(n).withFrequency(calibration.neurons().get(n).frequency()));
      }
      assertEquals(calibration, now.with(now.chains(), back));
    }
    assertEquals(1e5, Math.sqrt(squares), 5e3);
    assertEquals(0, product / 1e10, 0.1);
  }

  private double off(Calibration now, int neuron) {
    return now.neurons().get(neuron).frequency().value()
        - calibration.neurons().get(neuron).frequency().value();
  }

  @Test
  void refusesUnknownAndMissingFields() {
    String json = calibration.toJson();
    String unknown = json.replaceFirst("\\{", "{ \"bank\" : 1,");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(unknown));
    assertTrue(e.getMessage().contains("bank"), e.getMessage());
    String missing = json.replaceFirst("\"evaluations\" : 321,", "");
    IllegalArgumentException m =
        assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(missing));
    assertTrue(m.getMessage().contains("evaluations"), m.getMessage());
  }

  @Test
  void oneFromBeforeTheShiftByPowerHasNone() {
    String json = calibration.toJson();
    String before = json.replaceAll(",\\s*\"powerShift\"\\s*:\\s*\\{[^}]*}", "");
    assertFalse(before.contains("powerShift"), before);
    assertTrue(before.length() < json.length());
    assertEquals(calibration, Calibration.fromJson(before));
  }

  @Test
  void oneFromBeforeLinesHadWidthsHasNarrowLines() {
    String json = calibration.toJson();
    String before = json.replaceAll(",\\s*\"linewidth\"\\s*:\\s*\\{[^}]*}", "");
    before = before.replaceAll(",\\s*\"brightest\"\\s*:\\s*[0-9.]+", "");
    assertFalse(before.contains("linewidth") || before.contains("brightest"), before);
    assertTrue(before.length() < json.length());
    assertEquals(calibration, Calibration.fromJson(before));
  }

  @Test
  void oneFromBeforeNeuronsBentHasNoBends() {
    String json = calibration.toJson();
    String before = json.replaceAll(",\\s*\"(biasLoss|curvature)\"\\s*:\\s*\\{[^}]*}", "");
    assertFalse(before.contains("curvature") || before.contains("biasLoss"), before);
    assertTrue(before.length() < json.length());
    assertEquals(calibration, Calibration.fromJson(before));
  }

  /** Whoever learned it from readings says when, with what, and how; its numbers stay. */
  @Test
  void whatIsLearnedHasItsOwnTimeAndNotes() {
    Instant now = Instant.parse("2026-11-26T08:00:00Z");
    Calibration learned =
        calibration.learned(List.of("a meter"), now, now.plusSeconds(60), List.of("by readings"));
    assertEquals(now, learned.time());
    assertEquals(List.of("a meter"), learned.instruments());
    assertEquals(List.of("by readings"), learned.warnings());
    assertTrue(learned.expired(now.plusSeconds(61)));
    assertFalse(learned.expired(now.plusSeconds(60)));
    assertEquals(calibration.chains(), learned.chains());
    assertEquals(calibration.neurons(), learned.neurons());
    assertEquals(calibration.evaluations(), learned.evaluations());
    assertEquals(learned, Calibration.fromJson(learned.toJson()));
  }

  @Test
  void expiresAfterItsTime() {
    assertFalse(calibration.expired(calibration.validUntil()));
    assertTrue(calibration.expired(calibration.validUntil().plusNanos(1)));
  }

  @Test
  void doesNotHoldLongBeforeItWasMade() {
    Instant before = calibration.time().minusSeconds(86_400);
    assertFalse(calibration.expired(before));
    assertTrue(calibration.expired(before.minusNanos(1)));
  }

  /** A random walk of 20 ± 2 kHz/√s comes to √(404 · 86 500) · 1 kHz a day after 100 s of work. */
  @Test
  void whatWandersIsLessCertainWithAge() {
    Instant later = calibration.time().plusSeconds(86_400);
    Calibration aged = calibration.aged(later);
    assertEquals(86_500, calibration.age(later), 1e-6);
    double wandered = 1e3 * Math.sqrt(404 * 86_500.0);
    for (int k = 0; k < 2; k++) {
      SynapseResponse was = calibration.chains().get(0).synapses().get(k);
      Value is = aged.chains().get(0).synapses().get(k).resonance();
      assertEquals(was.resonance().value(), is.value());
      assertEquals(Math.hypot(was.resonance().deviation(), wandered), is.deviation(), 1e-3);
      assertEquals(was.halfWidth(), aged.chains().get(0).synapses().get(k).halfWidth());
    }
    NeuronResponse neuron = aged.neurons().get(1);
    double limit = 3e3 * Math.sqrt(86_500);
    double before = calibration.neurons().get(1).frequency().deviation();
    assertEquals(Math.hypot(before, limit), neuron.frequency().deviation(), 1e-3);
    assertEquals(calibration.neurons().get(1).threshold(), neuron.threshold());
  }

  /** As long before it was begun as after it was complete, a number is as uncertain. */
  @Test
  void ageIsCountedFromTheFartherEnd() {
    assertEquals(160, calibration.age(calibration.time().plusSeconds(60)), 1e-9);
    assertEquals(160, calibration.age(calibration.time().minusSeconds(60)), 1e-9);
  }

  /** Nobody measured the drift of chain 2: a half width in an hour, and it says so. */
  @Test
  void aDriftThatNobodyMeasuredIsAssumedToBeWide() {
    ChainResponse chain = calibration.chains().get(1);
    double width =
        chain.synapses().stream().mapToDouble(s -> s.halfWidth().value()).max().orElseThrow();
    Wander wander = calibration.wander(chain);
    assertFalse(wander.measured());
    assertEquals(width, wander.after(3600), 1e-6);
    assertEquals("no drift was measured; a half width in an hour is assumed", wander.source());
    Calibration aged = calibration.aged(calibration.time().plusSeconds(3500));
    double deviation = aged.chains().get(1).synapses().get(0).resonance().deviation();
    assertTrue(deviation >= width && deviation < 1.01 * width, deviation + " of " + width);
  }

  /** Twenty per cent of a rate are 40 per cent of its square: 2 / 0.4² degrees of freedom. */
  @Test
  void theUncertaintyOfARateIsWorthDegreesOfFreedom() {
    Wander wander = new Wander("chain 1", 1, 0.2, 0, 1, true, "");
    assertEquals(2 / (0.4 * 0.4), wander.degreesOfFreedom(), 1.1);
    assertEquals(
        Double.POSITIVE_INFINITY,
        calibration.wander(calibration.chains().get(1)).degreesOfFreedom());
  }

  /** Such a file has to be read: what is not known of its fluctuations counts as hardly known. */
  @Test
  void oneFromBeforeDegreesOfFreedomWereNotedHasFew() {
    String before =
        calibration
            .toJson()
            .replaceAll(",\\s*\"powerDegrees\"\\s*:\\s*\\{[^}]*}", "")
            .replaceAll("\"degrees\"\\s*:\\s*[0-9.]+,", "");
    assertFalse(before.contains("egrees\""), before);
    Calibration read = Calibration.fromJson(before);
    assertEquals(calibration.chains(), read.chains());
    assertEquals(1, read.wander(read.chains().get(0)).degrees());
    assertEquals(8, read.provenance().powerDegrees("neuron 2"));
    assertEquals(30.5, calibration.provenance().powerDegrees("neuron 2"));
  }

  @Test
  void oneFromBeforeItsProvenanceWasNotedHasNone() {
    String json = calibration.from(Provenance.UNKNOWN).toJson();
    String before = json.replaceFirst("(?s),\\s*\"provenance\"\\s*:.*", "\n}");
    assertFalse(before.contains("provenance"), before);
    assertEquals(calibration.from(Provenance.UNKNOWN), Calibration.fromJson(before));
  }

  /** A number without a deviation is not one of deviation zero, nor a fit without one perfect. */
  @Test
  void whatIsNotKnownIsNotCalledExact() {
    String text = DesignPrior.of(Chips.bench()).describe();
    assertTrue(text.contains("not measured, valid without an end, 0 evaluations"), text);
    assertTrue(text.contains("gain of tone 2           1.000 (no deviation known)"), text);
    assertFalse(text.contains("± 0.000"), text);
    assertFalse(text.contains("chi-square"), text);
  }

  @Test
  void describesEveryDeviceInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.FRANCE);
      String text = calibration.describe();
      for (String expected :
          new String[] {
            "synapse 6 (junction 6)",
            "neuron 3 (junction 9",
            "tone of input 1 at 251.200 MHz",
            "321 evaluations",
            "± 0.050 MHz",
            "20.0 ± 2.0 kHz/√s: 1.2 MHz in an hour, 5.9 MHz in a day (by 300 readings over 100 s)",
            "below 3.00 kHz/√s: 0.18 MHz in an hour",
            "(no drift was measured; a half width in an hour is assumed)",
            "note: synapse 2 is close to its limit"
          }) {
        assertTrue(text.contains(expected), expected + " in\n" + text);
      }
      assertFalse(text.contains("251,2"), text);
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Other numbers go where {@link SynapseResponse#values} has them; all else stays. */
  @Test
  void numbersOfDevicesAreReplacedInTheirOrder() {
    Calibration chip = Chips.drawn(Chips.bench(), new Random(2));
    SynapseResponse synapse = chip.chains().get(0).synapses().get(0);
    assertEquals(synapse, synapse.with(synapse.values()));
    assertEquals(synapse.resonance(), synapse.values().get(0));
    assertEquals(synapse.powerShift(), synapse.values().get(7));
    SynapseResponse moved = synapse.withResonance(new Value(1, 2));
    assertEquals(new Value(1, 2), moved.resonance());
    assertEquals(synapse, moved.withResonance(synapse.resonance()));
    NeuronResponse neuron = chip.neurons().get(0);
    assertEquals(neuron, neuron.with(neuron.values()));
    assertEquals(neuron.offset(), neuron.values().get(7));
    assertEquals(neuron.curvature(), neuron.values().get(9));
    assertEquals(NeuronResponse.NUMBERS.size(), neuron.values().size());
    NeuronResponse tuned = neuron.withFrequency(new Value(3, 4));
    assertEquals(new Value(3, 4), tuned.frequency());
    assertEquals(neuron, tuned.withFrequency(neuron.frequency()));
    NeuronResponse wide = neuron.withLinewidth(new Value(3e5, 1e4), 2e-6);
    assertEquals(new Value(3e5, 1e4), wide.with(wide.values()).linewidth());
    assertEquals(2e-6, wide.with(wide.values()).brightest());
    assertTrue(chip.describe().lines().noneMatch(line -> line.contains("width of lines")));
    Calibration lined = chip.with(chip.chains(), List.of(wide));
    assertTrue(lined.describe().contains("0.300 ± 0.010 MHz"), lined.describe());
  }

  /** The squares of the independent errors of a number add up to its variance. */
  @Test
  void independentErrorsOfANeuronAddUpToItsVariances() {
    List<List<Double>> covariance =
        List.of(List.of(4e-10, 1e-11, 1.5), List.of(1e-11, 9e-12, -0.2), List.of(1.5, -0.2, 4e10));
    NeuronResponse drawn = Chips.drawn(Chips.bench(), new Random(2)).neurons().get(0);
    NeuronResponse neuron =
        drawn
            .with(
                drawn.values(),
                0.02,
                1e4,
                new FitReport(List.of("slope", "threshold", "linewidth"), covariance, 9, 10))
            .withLinewidth(new Value(3e5, 2e5), 2e-6);
    List<NeuronResponse> deviated = neuron.deviated();
    assertEquals(3, deviated.size());
    double threshold = 0;
    double width = 0;
    double both = 0;
    for (NeuronResponse one : deviated) {
      double moved = one.threshold().value() - neuron.threshold().value();
      double wider = one.linewidth().value() - 3e5;
      threshold += moved * moved;
      width += wider * wider;
      both += moved * wider;
      assertEquals(2e-6, one.brightest());
    }
    double stated = neuron.threshold().deviation();
    double scale = Math.max(1, stated / 3e-6);
    assertEquals(9e-12 * scale * scale, threshold, 1e-15 * scale * scale);
    assertEquals(4e10, width, 1e3);
    assertEquals(-0.2 * scale, both, 1e-5 * scale);
  }
}
