package org.spinbench.experiments.training.bayesian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.refit.OperatingPoint;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Believed;
import org.spinbench.experiments.training.trainer.Problem;

@Tag("slow")
class ChipBeliefTest {
  private final List<Fault> failing = new ArrayList<>();

  private Problem problem() {
    return Believed.problem(
        3,
        0.977,
        new Problem.Incumbents() {
          @Override
          public void found(double[] parameters, double[] decision) {
            throw new AssertionError("a belief finds no parameters");
          }

          @Override
          public void failing(Fault fault, String how) {
            failing.add(fault);
          }
        });
  }

  private ChipBelief belief(Evaluations chip) {
    return new ChipBelief(problem(), chip, Seeds.generator(5));
  }

  @Test
  void chosenSettingsAreWithinTheLimitsAndAreAllRead() {
    Evaluations chip = Believed.evaluations(Believed.exact(), 100);
    ChipBelief belief = belief(chip);
    List<OperatingPoint> chosen = belief.designed(12);
    Twin twin = Twin.of(Believed.DESIGN, Believed.FILE);
    for (OperatingPoint point : chosen) {
      for (int i = 0; i < twin.lower().length; i++) {
        double value = point.parameters()[i];
        assertTrue(value >= twin.lower()[i] && value <= twin.upper()[i], i + ": " + value);
      }
    }
    belief.read(chosen);
    assertEquals(12, belief.readings().size());
    assertEquals(12, chip.ledger().count(Purpose.CALIBRATE));
    assertFalse(belief.isHidden());
    assertFalse(belief.isSilent(), "the designed neurons emit");
  }

  /** Readings of the chip as designed leave the belief where it was, and blame nothing. */
  @Test
  void theDesignedChipIsBelievedToBeAsDesigned() {
    ChipBelief belief = belief(Believed.evaluations(Believed.exact(), 200));
    belief.read(belief.designed(24));
    assertFalse(belief.learn(belief.fit(), 1));
    assertEquals(List.of(), belief.faults());
    for (int c = 0; c < Believed.DESIGN.chains().size(); c++) {
      var designed = Believed.DESIGN.chains().get(c).synapses();
      var fitted = belief.fit().calibration().chains().get(c).synapses();
      for (int s = 0; s < designed.size(); s++) {
        double width = designed.get(s).halfWidth().value();
        double off = fitted.get(s).resonance().value() - designed.get(s).resonance().value();
        assertEquals(0, off / width, 0.5, designed.get(s).name() + ", half widths");
      }
    }
  }

  @Test
  void aDeadSynapseIsNamedOnce() {
    Fault fault = new Fault("synapse 5", 5, Fault.Kind.RECTIFIES_NOT);
    PhysicalNetwork dead = Believed.network(fault.of(Believed.DESIGN), 0);
    ChipBelief belief = belief(Believed.evaluations(dead, 500));
    belief.read(belief.designed(48));
    boolean named = belief.learn(belief.fit(), 5);
    assertTrue(named);
    assertEquals(List.of("synapse 5"), failing.stream().map(Fault::device).toList());
    assertTrue(belief.faults().get(0).startsWith("synapse 5 (junction 5) is dead"));
    assertFalse(belief.learn(belief.fit(), 1), "known faults are not named again");
  }

  @Test
  void chainsThatAreNotReadAreHidden() {
    PhysicalNetwork output =
        new PhysicalNetwork() {
          private final PhysicalNetwork exact = Believed.exact();

          @Override
          public void apply(double[] parameters) {
            exact.apply(parameters);
          }

          @Override
          public Nodes forward(double[] input) {
            double[] none = {Double.NaN, Double.NaN, Double.NaN};
            return new Nodes(none, exact.forward(input).powers());
          }
        };
    ChipBelief belief = belief(Believed.evaluations(output, 10));
    belief.read(belief.designed(1));
    assertTrue(belief.isHidden());
  }
}
