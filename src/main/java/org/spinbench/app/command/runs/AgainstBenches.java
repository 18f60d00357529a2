package org.spinbench.app.command.runs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.comparison.OtherBench;
import org.spinbench.experiments.comparison.Physics;
import org.spinbench.experiments.replay.KnownDevices;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Backend;

/** The benches on which {@code --against} repeats a run. */
record AgainstBenches(AgainstOptions options) implements OtherBench {
  @Override
  public Backend bench(RunFile run, BenchFile file) {
    BenchOptions bench = new BenchOptions();
    bench.benchFile = options.bench;
    bench.chipSeed = options.chipSeed;
    bench.simulated = options.simulated;
    bench.keys = options.keys;
    BenchFile other = options.bench == null ? file : Backends.file(options.bench);
    bench.coupling = other.neurons().isEmpty() ? null : file.coupling().mode();
    boolean anySimulated =
        Backends.real(file, options.simulated).size() < file.instruments().size();
    if (options.bench == null && options.chipSeed == null && anySimulated) {
      bench.chipSeed = run.start().chipSeed(); // the bench of the run has the chip of the run
      run.world().ifPresent(world -> bench.inWorld(world, "the world of " + run.path()));
    }
    return options.bench == null
        ? Backends.of(bench, run.start().bench(), "the bench file of " + run.path())
        : Backends.of(bench);
  }

  @Override
  public Backend simulated(BenchFile file, Physics physics, Optional<Calibration> chip) {
    Map<String, Object> section = new HashMap<>(Backends.simulable(file).simulation());
    section.put("fidelity", physics.fidelity());
    section.put("dead", List.of());
    section.remove("changes");
    section.remove("known");
    if (physics != Physics.IDEAL) {
      section.put("known", KnownDevices.section(chip.orElseThrow()));
    }
    long seed = options.chipSeed == null ? 1 : options.chipSeed;
    return Backends.simulated(file.withSimulation(section), seed);
  }
}
