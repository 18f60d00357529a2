package org.spinbench.calibration.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

@Tag("any-jdk")
class FaultTest {
  private static final double[] INPUT = {100e-6, 60e-6};

  private final BenchFile file = Chips.bench();
  private final Calibration sound = Chips.drawn(file, new Random(5));
  private final double[] parameters = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 6e-3, 6e-3, 6e-3};

  private Twin twin(Fault fault) {
    return Twin.of(fault.of(sound), file);
  }

  private double voltage(Twin twin, int chain) {
    return twin.forward(parameters, INPUT).chainVoltages()[chain];
  }

  @Test
  void everySynapseCanFailInThreeWaysAndEveryNeuronInTwo() {
    List<Fault> all = Fault.all(sound);
    assertEquals(6 * 3 + 3 * 2, all.size());
    assertEquals(all.size(), all.stream().distinct().count());
    assertEquals(9, all.stream().filter(Fault::isDead).count());
  }

  /** A fault changes its own device and no other. */
  @ParameterizedTest
  @EnumSource(Fault.Kind.class)
  void theOthersStayAsTheyAre(Fault.Kind kind) {
    boolean neuron = kind == Fault.Kind.EMITS_NOT || kind == Fault.Kind.UNDRIVEN;
    Fault fault = neuron ? new Fault("neuron 2", 8, kind) : new Fault("synapse 2", 2, kind);
    Calibration failing = fault.of(sound);
    assertNotEquals(sound, failing);
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 2; k++) {
        boolean own = !neuron && c == 0 && k == 1;
        SynapseResponse before = sound.chains().get(c).synapses().get(k);
        SynapseResponse after = failing.chains().get(c).synapses().get(k);
        assertEquals(!own, before.equals(after), after.name());
      }
      boolean own = neuron && c == 1;
      assertEquals(!own, sound.neurons().get(c).equals(failing.neurons().get(c)), "neuron " + c);
    }
  }

  @Test
  void aReversedSynapseRectifiesTheOppositeOfADeadOne() {
    double whole = voltage(Twin.of(sound, file), 0);
    double without = voltage(twin(new Fault("synapse 1", 1, Fault.Kind.RECTIFIES_NOT)), 0);
    double reversed = voltage(twin(new Fault("synapse 1", 1, Fault.Kind.REVERSED)), 0);
    assertNotEquals(whole, without);
    assertEquals(2 * without - whole, reversed, 0.02 * Math.abs(whole - without));
  }

  @Test
  void aPinnedSynapseDoesNotFollowItsFieldLine() {
    Twin pinned = twin(new Fault("synapse 3", 3, Fault.Kind.PINNED));
    double before = voltage(pinned, 1);
    parameters[2] += 4e-3;
    double neighbour = sound.chains().get(1).synapses().get(1).crosstalk().value();
    double allowed = neighbour == 0 ? 1e-12 : 0.2 * Math.abs(before);
    assertEquals(before, voltage(pinned, 1), allowed);
  }

  @Test
  void anUndrivenNeuronEmitsByItsBiasAlone() {
    Twin undriven = twin(new Fault("neuron 3", 9, Fault.Kind.UNDRIVEN));
    double alone = undriven.neuronCurrent(2, 6e-3, 0);
    assertEquals(6e-3, alone, 1e-5);
    assertEquals(alone, undriven.neuronCurrent(2, 6e-3, 5e-3));
    assertNotEquals(alone, Twin.of(sound, file).neuronCurrent(2, 6e-3, 5e-3), 1e-6);
  }

  @Test
  void aDeadNeuronEmitsNothing() {
    Twin dead = twin(new Fault("neuron 3", 9, Fault.Kind.EMITS_NOT));
    assertEquals(0, dead.forward(parameters, INPUT).powers()[2]);
  }

  @Test
  void namesWhatACalibrationSaysIsDead() {
    Calibration damaged =
        sound
            .withDead("neuron 2 (junction 8) does not emit up to 8.0 mA: (no line)")
            .withDead("synapse 1 (junction 1) does not rectify");
    assertEquals(List.of("neuron 2", "synapse 1"), Dead.named(damaged));
    assertEquals(List.of(), Dead.named(sound));
  }

  @Test
  void aDeviceThatIsNotThereCannotFail() {
    for (Fault.Kind kind : Fault.Kind.values()) {
      Fault nobody = new Fault("synapse 9", 9, kind);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> nobody.of(sound));
      assertEquals(true, refused.getMessage().contains("synapse 9"), refused.getMessage());
    }
  }

  @Test
  void anExactNumberStaysExactWhenItsSignTurns() {
    Fault reversed = new Fault("synapse 4", 4, Fault.Kind.REVERSED);
    Value before = sound.chains().get(1).synapses().get(1).antisymmetric();
    Value after = reversed.of(sound).chains().get(1).synapses().get(1).antisymmetric();
    assertEquals(new Value(-before.value(), before.deviation()), after);
  }
}
