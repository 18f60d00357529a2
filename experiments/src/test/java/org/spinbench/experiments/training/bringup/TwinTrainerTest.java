package org.spinbench.experiments.training.bringup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.LogisticLoss;

@Tag("slow")
class TwinTrainerTest {
  private static final BenchFile FILE = Chips.file();

  private static TwinTrainer.Solution train(String task, long chip, int starts) {
    Twin twin = Twin.of(Chips.drawn(chip), FILE);
    TaskData data = TaskData.draw(Task.named(task), chip, new TaskData.Sizes(2000, 1000, 0));
    return new TwinTrainer(
            twin, new LogisticLoss(2e-7, 2e-8, 0.2), new int[] {2}, 3e-5, starts, chip)
        .train(Examples.of(data.train(), FILE), Examples.of(data.validation(), FILE));
  }

  @Test
  void solvesEveryTaskWithinTheRangesOfTheParameters() {
    Twin any = Twin.of(Chips.drawn(1), FILE);
    long chip = 1;
    for (String task : List.of("xor", "band", "wedge", "diagonal")) {
      TwinTrainer.Solution solution = train(task, chip, 1000);
      String what = task + " on chip " + chip + ": " + solution.accuracy();
      assertTrue(solution.accuracy() > 0.98, what);
      for (int i = 0; i < any.parameters(); i++) {
        double parameter = solution.parameters()[i];
        assertTrue(parameter >= any.lower()[i] && parameter <= any.upper()[i]);
      }
      chip++;
    }
  }

  @Test
  void doesNotDependOnTheNumberOfThreads() throws ExecutionException, InterruptedException {
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      TwinTrainer.Solution alone = one.submit(() -> train("band", 4, 200)).get();
      TwinTrainer.Solution shared = train("band", 4, 200);
      assertArrayEquals(alone.parameters(), shared.parameters());
      assertArrayEquals(alone.levels(), shared.levels());
      assertEquals(alone.loss(), shared.loss());
    } finally {
      one.shutdown();
    }
  }
}
