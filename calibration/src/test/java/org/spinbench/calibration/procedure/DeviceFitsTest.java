package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.ChainFit;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.drivers.bench.file.BenchFile;

/** Fits to readings that are computed from responses, with noise. */
@Tag("any-jdk")
class DeviceFitsTest {
  private static final double NOISE = 2e-8;

  private final BenchFile file = Chips.bench();
  private final Calibration chip = Chips.drawn(file, new Random(11));
  private final ChainResponse[] chains = chip.chains().toArray(ChainResponse[]::new);
  private final NeuronResponse[] neurons = chip.neurons().toArray(NeuronResponse[]::new);
  private final double[] tones =
      chip.toneFrequencies().stream().mapToDouble(Double::doubleValue).toArray();
  private final Random random = new Random(3);
  private final Wires wires = new Wires(file);
  private final CharacterizationPlan plan = new CharacterizationPlan(file);
  private final Scope scope = new Scope(file, Selection.ALL);
  private DeviceFits fits = new DeviceFits(wires, true);

  /** A neuron whose readings no model explains; −1 for none. */
  private int unreadable = -1;

  private final List<MeasuredPoint> all = new ArrayList<>();
  private List<MeasuredPoint> biasSweep;

  private MeasuredPoint read(Setpoint set) {
    double[] unread = new double[3];
    Arrays.fill(unread, Double.NaN);
    double[] noise = {NOISE, NOISE, NOISE};
    MeasuredPoint point =
        new MeasuredPoint(
            set,
            new double[3],
            noise,
            unread.clone(),
            unread.clone(),
            unread.clone(),
            unread.clone(),
            new boolean[3]);
    for (int n = 0; n < 3; n++) {
      double exact = ChainFit.voltage(chains[n], wires.chainReading(n, point, neurons));
      point.voltages()[n] = exact + NOISE * random.nextGaussian();
      if (set.biases()[n] > 0) {
        emit(point, n);
      }
    }
    return point;
  }

  private void emit(MeasuredPoint point, int n) {
    double current = wires.current(n, point, neurons[n]);
    double power = Wires.power(neurons[n], current);
    double deviation = 0.01 * power + 1e-12;
    point.powers()[n] = power + deviation * random.nextGaussian();
    point.powerDeviations()[n] = n == unreadable ? Double.NaN : deviation;
    if (power > 20e-9) {
      point.frequencies()[n] = neurons[n].frequencyAt(current) + 20e3 * random.nextGaussian();
      point.frequencyDeviations()[n] = 20e3;
    }
  }

  private List<MeasuredPoint> read(List<Setpoint> points) {
    List<MeasuredPoint> measured = points.stream().map(this::read).toList();
    all.addAll(measured);
    return measured;
  }

  /** All that the plan asks for, then all fits, layer by layer. */
  private void characterize() {
    for (int i = 0; i < 2; i++) {
      for (double field : plan.toneFields()) {
        List<MeasuredPoint> points = read(plan.toneSweep(i, field));
        fits.toneSweeps.get(0).add(new DeviceFits.Sweep(i, points));
        fits.toneSweeps.get(1).add(new DeviceFits.Sweep(i, points));
      }
    }
    for (int k = 0; k < 2; k++) {
      List<Integer> lines = List.of(file.firstSynapse(0) + k, file.firstSynapse(1) + k);
      List<MeasuredPoint> points = read(plan.fieldSweep(lines, tones));
      fits.fieldSweeps.get(0).add(new DeviceFits.Sweep(k, points));
      fits.fieldSweeps.get(1).add(new DeviceFits.Sweep(k, points));
    }
    biasSweep = read(plan.biasSweep());
    for (double part : plan.fieldBiases()) {
      for (int k = 0; k < 2; k++) {
        List<MeasuredPoint> points = read(plan.fieldSweep(List.of(file.firstSynapse(2) + k), part));
        fits.fieldSweeps.get(2).add(new DeviceFits.Sweep(k, points));
      }
    }
    read(plan.spaceFilling(160, tones));
    for (int n = 0; n < 3; n++) {
      fits.fitChain(n, all);
      fits.fitNeuron(n, all);
    }
  }

  private static void assertNear(Value truth, Value fitted, String what) {
    assertEquals(truth.value(), fitted.value(), 6 * fitted.deviation(), what);
    assertEquals(truth.value(), fitted.value(), 0.05 * Math.abs(truth.value()), what);
  }

  @Test
  void theNumbersOfEveryDeviceAreFound() {
    characterize();
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 2; k++) {
        SynapseResponse truth = chains[c].synapses().get(k);
        SynapseResponse fitted = fits.chains[c].synapses().get(k);
        assertNear(truth.resonance(), fitted.resonance(), truth.name());
        assertNear(truth.tuning(), fitted.tuning(), truth.name());
      }
      assertNear(neurons[c].threshold(), fits.neurons[c].threshold(), neurons[c].name());
      assertNear(neurons[c].frequency(), fits.neurons[c].frequency(), neurons[c].name());
      assertTrue(fits.powerDegrees.get(neurons[c].name()) >= 1);
    }
    assertEquals(List.of(), fits.dead);
    assertEquals(List.of(), fits.warnings);
  }

  /** A synapse that no tone reaches, since the neuron that makes it is dead, is not dead itself. */
  @Test
  void deadDevicesAreNamedAndTheOthersFitted() {
    SynapseResponse s = chains[1].synapses().get(0);
    SynapseResponse dead =
        new SynapseResponse(
            s.name(),
            s.junction(),
            s.resonance(),
            s.halfWidth(),
            Value.exact(0),
            Value.exact(0),
            s.tuning(),
            s.tuningQuadratic(),
            s.crosstalk(),
            Value.exact(0));
    chains[1] = chains[1].with(List.of(dead, chains[1].synapses().get(1)));
    NeuronResponse n = neurons[0];
    neurons[0] =
        new NeuronResponse(
            n.name(),
            n.junction(),
            n.threshold(),
            Value.exact(0),
            n.q(),
            Value.exact(0),
            n.frequency(),
            n.pulling(),
            n.transconductance(),
            n.offset(),
            0,
            0,
            n.fit());
    characterize();
    assertEquals(2, fits.dead.size(), fits.dead.toString());
    assertTrue(
        fits.dead.get(0).startsWith("neuron 1 (junction 7) does not emit up to "),
        fits.dead::toString);
    assertTrue(
        fits.dead.get(1).startsWith("synapse 3 (junction 3) does not rectify: no line of input 1"),
        fits.dead::toString);
    assertEquals("synapse 5 could not be measured: neuron 1 does not emit.", fits.warnings.get(0));
    assertEquals(0, fits.neurons[0].slope().value());
    assertNear(
        chains[1].synapses().get(1).resonance(),
        fits.chains[1].synapses().get(1).resonance(),
        "synapse 4");
  }

  /** The cause is named; all but it and the chain that it feeds are fitted. */
  @Test
  void aNeuronWhoseFitFailsIsReportedAndTheOthersFitted() {
    unreadable = 1;
    FitException cause = assertThrows(FitException.class, this::characterize);
    fits = new DeviceFits(wires, false);
    all.clear();
    characterize();
    fits.requireAny(scope.names(true));
    assertTrue(fits.failed());
    assertEquals(List.of(), fits.dead);
    assertEquals(2, fits.warnings.size(), fits.warnings::toString);
    assertEquals(
        "neuron 2 is not calibrated, and counts as missing: "
            + cause.getMessage()
            + " Calibrate it again: './spinbench calibrate --only \"neuron 2\"'.",
        fits.warnings.get(0));
    assertEquals(
        "chain 3 is not calibrated, and counts as missing: chain 3: the tones of neuron 2, which"
            + " feeds it, are unknown. Calibrate it again: './spinbench calibrate --only \"chain"
            + " 3\"'.",
        fits.warnings.get(1));
    assertNear(neurons[0].threshold(), fits.neurons[0].threshold(), "neuron 1");
    assertNear(neurons[2].threshold(), fits.neurons[2].threshold(), "neuron 3");
    assertTrue(fits.chains[2].synapses().stream().noneMatch(SynapseResponse::rectifies));
    assertThrows(FitException.class, () -> fits.requireAny(List.of("neuron 2")));
  }

  @Test
  void aToneBeyondTheRangeOfItsSynapsesIsReported() {
    characterize();
    fits.checkRanges(scope, tones);
    assertEquals(List.of(), fits.warnings);
    fits.checkRanges(scope, new double[] {tones[0] + 30e6, tones[1]});
    assertEquals(2, fits.warnings.size(), fits.warnings.toString());
    assertTrue(fits.warnings.get(0).startsWith("synapse 1 (junction 1) tunes from "));
    assertTrue(fits.warnings.get(1).startsWith("synapse 3 (junction 3) tunes from "));
  }

  @Test
  void aLineThatLeavesItsBandIsReported() {
    characterize();
    fits.warnOfBand(1);
    assertTrue(
        fits.warnings.get(0).startsWith("neuron 2 (junction 8): a line leaves its read-out band"),
        fits.warnings::toString);
    assertTrue(fits.warnings.get(0).contains("; its own line is at "), fits.warnings::toString);
  }

  /** A neuron without a fit has the numbers of its design, which are no measurement. */
  @Test
  void theLineOfANeuronWithoutAFitIsNotStated() {
    unreadable = 1;
    fits = new DeviceFits(wires, false);
    characterize();
    fits.warnOfBand(1);
    String warning = fits.warnings.get(fits.warnings.size() - 1);
    assertTrue(
        warning.endsWith(
            " Find its line with the analyzer, and set its 'frequency' in the bench file to it."),
        warning);
    assertFalse(warning.contains("its own line is at"), warning);
  }

  /** Points have what was set, what was read, and what the responses say of the same settings. */
  @Test
  void curvesShowReadingsBesideTheFits() {
    characterize();
    List<Curve> curves = new CharacterizationCurves(wires, fits, scope).all(biasSweep);
    assertEquals(8 + 4 + 4 + 6, curves.size());
    Curve resonance = curves.get(0);
    assertEquals(Curve.Kind.RESONANCE, resonance.kind());
    assertArrayEquals(
        plan.toneSweep(0, 0).stream().mapToDouble(p -> p.toneFrequencies()[0]).toArray(),
        resonance.points().stream().mapToDouble(Curve.Point::x).toArray());
    for (Curve curve : curves) {
      double largest =
          curve.points().stream().mapToDouble(p -> Math.abs(p.y())).max().orElseThrow();
      for (Curve.Point point : curve.points()) {
        double tolerance = 6 * point.deviation() + 0.03 * largest;
        assertEquals(point.y(), point.model(), tolerance, curve.device() + " " + point);
      }
    }
    Curve power = curves.get(curves.size() - 2);
    assertEquals("neuron 3", power.device());
    assertEquals(Curve.Kind.EMITTED_POWER, power.kind());
    assertArrayEquals(
        biasSweep.stream().mapToDouble(p -> p.set().biases()[2]).toArray(),
        power.points().stream().mapToDouble(Curve.Point::x).toArray());
  }
}
