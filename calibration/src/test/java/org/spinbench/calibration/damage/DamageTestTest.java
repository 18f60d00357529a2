package org.spinbench.calibration.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.drift.Anchor;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

/** Chips of which one device died after they were calibrated. */
@Tag("any-jdk")
class DamageTestTest {
  private static final double NOISE = 0.02;

  private final BenchFile file = Chips.bench();
  private final Calibration calibration = Chips.drawn(file, new Random(3));
  private final Twin twin = Twin.of(calibration, file);
  private final double[] trained = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};
  private final List<DeviceProbe> probes =
      DeviceProbe.of(calibration, file, Anchor.of(twin, calibration, file, trained), trained);

  private DamageTest probed(Calibration truth, long seed, int turns) {
    Random random = new Random(seed);
    Twin chip = Twin.of(truth, file);
    Nodes full = DamageTest.fullScale(twin, calibration, file);
    DamageTest test = new DamageTest(calibration, file, NOISE);
    for (int turn = 0; turn < turns; turn++) {
      for (DeviceProbe probe : probes) {
        Nodes nodes = chip.forward(probe.parameters(), probe.input());
        double[] voltages = nodes.chainVoltages().clone();
        for (int c = 0; c < voltages.length; c++) {
          voltages[c] += NOISE * full.chainVoltages()[c] * random.nextGaussian();
        }
        double power = nodes.powers()[2] + NOISE * full.powers()[2] * random.nextGaussian();
        test.add(
            probe.parameters(),
            probe.input(),
            new Nodes(voltages, new double[] {Double.NaN, Double.NaN, power}));
      }
    }
    return test;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "synapse 1",
        "synapse 2",
        "synapse 3",
        "synapse 4",
        "synapse 5",
        "synapse 6",
        "neuron 1",
        "neuron 2",
        "neuron 3"
      })
  void theDeadDeviceIsNamedInTwentyReadings(String device) {
    DamageTest test = probed(Dead.without(calibration, device), 1, 2);
    assertTrue(test.readings() <= 20, test.readings() + " readings");
    DamageTest.Suspect found =
        test.found().orElseThrow(() -> new AssertionError(test.ranking().toString()));
    assertEquals(device, found.device(), test.ranking().toString());
    assertTrue(found.text().contains("junction " + found.junction()));
  }

  @Test
  void aHealthyChipIsNotSuspected() {
    for (int seed = 0; seed < 20; seed++) {
      assertTrue(probed(calibration, seed, 2).found().isEmpty());
    }
  }

  @Test
  void aHealthyChipThatTheTwinKnowsBadlyIsNotSuspected() {
    Calibration other = Chips.drawn(file, new Random(3));
    assertEquals(calibration, other);
    Calibration weaker = Weak.synapse(calibration, "synapse 2", 0.7);
    assertTrue(probed(weaker, 1, 2).found().isEmpty());
  }

  @Test
  void withoutReadingsNobodyIsSuspected() {
    assertTrue(new DamageTest(calibration, file, NOISE).found().isEmpty());
  }

  @Test
  void aDeviceThatIsKnownToBeDeadIsNotSuspectedAgain() {
    Calibration damaged = Dead.without(calibration, "synapse 4");
    assertEquals(List.of("synapse 4"), Dead.devices(damaged));
    DamageTest test = new DamageTest(damaged, file, NOISE);
    assertTrue(test.ranking().stream().noneMatch(s -> s.device().equals("synapse 4")));
    assertEquals(8, test.ranking().size());
  }

  @Test
  void aDeviceThatIsNotThereCannotDie() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Dead.without(calibration, "synapse 9"));
    assertTrue(refused.getMessage().contains("synapse 9"), refused.getMessage());
  }
}
