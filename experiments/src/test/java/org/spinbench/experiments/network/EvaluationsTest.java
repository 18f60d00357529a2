package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.FixedClock;
import org.spinbench.experiments.RunFiles;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunValues;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.trainer.TrainingOptions;

@Tag("any-jdk")
class EvaluationsTest {
  private static final double[] INPUT = {1e-4, 5e-5};

  @TempDir Path folder;

  private static Evaluations evaluations(RunFile run, long budget) {
    Twin twin = Twin.of(Chips.drawn(1), Chips.file());
    PhysicalNetwork network = new TwinNetwork(twin, new int[] {2}, 0, 0, Seeds.generator(1));
    Evaluations evaluations =
        new Evaluations(
            network, new Ledger(budget), new RunLog(run, new FixedClock(), Chips.file()));
    evaluations.apply(new double[twin.parameters()]);
    return evaluations;
  }

  private static Reading reading() {
    return new Reading("voltmeter_1", "voltage", 1e-3, Unit.VOLT, 1e-8, Instant.EPOCH, false);
  }

  @Test
  void writeWhatWasSetAndRead() {
    try (RunFile run = RunFiles.create(folder, 1, "xor", TrainingOptions.standard())) {
      Evaluations evaluations = evaluations(run, 100);
      evaluations.evaluate(Purpose.TRAIN, INPUT, 1);
      evaluations.note(reading());
      evaluations.note(reading());
      evaluations.evaluate(Purpose.TEST, INPUT, 0);
      evaluations.note(reading());
      assertEquals(2, evaluations.ledger().total());
      assertEquals(Map.of(Purpose.TRAIN, 2L, Purpose.TEST, 1L), run.readings());
      assertEquals(Map.of(1L, List.of(1e-3, 1e-3), 2L, List.of(1e-3)), RunValues.of(run));
    }
  }

  @Test
  void countEachParameterThatChanges() {
    try (RunFile run = RunFiles.create(folder, 1, "xor", TrainingOptions.standard())) {
      Evaluations evaluations = evaluations(run, 100);
      assertEquals(9, evaluations.ledger().parameterWrites());
      double[] parameters = new double[9];
      evaluations.apply(parameters);
      assertEquals(9, evaluations.ledger().parameterWrites());
      parameters[3] = 1e-3;
      parameters[8] = 2e-3;
      evaluations.apply(parameters);
      assertEquals(11, evaluations.ledger().parameterWrites());
    }
  }

  @Test
  void stopAtTheBudgetBeforeTheChipIsTouched() {
    try (RunFile run = RunFiles.create(folder, 1, "xor", TrainingOptions.standard())) {
      Evaluations evaluations = evaluations(run, 1);
      evaluations.evaluate(Purpose.TRAIN, INPUT, 1);
      assertThrows(
          IllegalStateException.class, () -> evaluations.evaluate(Purpose.TRAIN, INPUT, 1));
      assertEquals(1, run.lastEvaluation());
    }
  }
}
