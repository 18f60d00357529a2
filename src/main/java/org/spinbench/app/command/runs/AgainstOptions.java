package org.spinbench.app.command.runs;

import java.nio.file.Path;
import org.spinbench.experiments.comparison.Opponent;
import org.spinbench.experiments.comparison.Physics;
import picocli.CommandLine.Option;

/** Options of a replay with another bench instead of the run's own recording. */
final class AgainstOptions {
  @Option(
      names = "--against",
      paramLabel = "simulator|bench",
      description =
          "set every recorded setpoint again, on the calibrated simulated chip or on a bench, "
              + "and report how far the readings differ from the recorded ones; for a training also "
              + "which device explains the difference")
  Opponent opponent;

  @Option(
      names = "--physics",
      paramLabel = "ideal|static|full",
      description =
          "chip of the simulator: the design, the calibrated devices, or these with noise and "
              + "drift (default: static, or ideal without a known calibration)")
  Physics physics;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "calibration to compare with (default: that of the run)")
  Path calibration;

  @Option(
      names = "--fit",
      description =
          "for a training: write the calibration that explains the recorded readings, and show "
              + "the remaining difference")
  boolean fit;

  @Option(
      names = "--bench",
      paramLabel = "BENCH.toml",
      description = "bench file (default: that of the run)")
  Path bench;

  @Option(
      names = "--chip-seed",
      paramLabel = "N",
      description =
          "seed of the simulated chip and its noise (default: 1; on the bench of the run, that "
              + "of the run)")
  Long chipSeed;

  @Option(
      names = "--simulated",
      description = "dry run of --against bench: simulate every instrument of its file")
  boolean simulated;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description = "keys for a bench on another computer")
  Path keys;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "file for the report (default: beside the run, its name with -gap.html, or "
              + "-gap-2.html if that exists)")
  Path report;

  /** Whether the run is compared with another bench. */
  boolean asked() {
    return opponent != null;
  }
}
