package org.spinbench.experiments;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/** Run files for tests. */
public final class RunFiles {
  private RunFiles() {}

  public static RunFile create(Path folder, long seed, String task, TrainingOptions options) {
    return new Runs(folder)
        .create(
            new StartDocument(
                Instant.EPOCH,
                "train",
                DefaultBench.text(),
                null,
                seed,
                task,
                options.toMap(),
                StartDocument.Program.running("test", ""),
                Map.of(),
                Map.of()),
            Instant.EPOCH);
  }
}
