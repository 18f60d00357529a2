package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Against what a run is replayed, if not against its own recording. */
final class AgainstOptions {
  /** What repeats the run. */
  enum Opponent {
    SIMULATOR,
    BENCH
  }

  /** How much of a real chip the simulator has; the words are those of a bench file. */
  enum Physics {
    IDEAL,
    STATIC,
    FULL;

    /** The word. */
    String fidelity() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--against",
      paramLabel = "simulator|bench",
      description =
          "set every recorded setpoint once more, on the simulated chip as it was calibrated or on a"
              + " bench, and report how far the readings are from the recorded ones; of a training"
              + " also which device explains it")
  Opponent opponent;

  @Option(
      names = "--physics",
      paramLabel = "ideal|static|full",
      description =
          "of the simulator: the design, the calibrated devices, or these with noise and drift"
              + " (default: static, or ideal where no calibration is known)")
  Physics physics;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "what the chip is meant to be (default: the calibration of the run)")
  Path calibration;

  @Option(
      names = "--fit",
      description =
          "of a training: write the calibration that explains the recorded readings, and show the"
              + " gap to it")
  boolean fit;

  @Option(
      names = "--bench",
      paramLabel = "BENCH.toml",
      description = "bench file of the bench (default: that of the run)")
  Path bench;

  @Option(
      names = "--chip-seed",
      paramLabel = "N",
      description =
          "which chip and which noise, where the simulator or the bench has any (default: 1; on the"
              + " bench of the run, that of the run)")
  Long chipSeed;

  @Option(
      names = "--simulated",
      description = "dry run of --against bench: every instrument of its file is simulated")
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
          "where the report goes (default: beside the run, its name with -gap.html, or -gap-2.html"
              + " if there is one already)")
  Path report;

  /** Whether the run is compared with another bench at all. */
  boolean asked() {
    return opponent != null;
  }
}
