package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.pages.PageBlock;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.export.RunExport;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.output.RunNotes;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/** xarray, h5netcdf and h5py, which others wrote, with exported runs. */
@Tag("slow")
class XarrayTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "default");
  private static final StartDocument.Program PROGRAM =
      StartDocument.Program.running("test", "none");

  @TempDir Path folder;

  private Path exported(RunFile run, String name) {
    Path file = folder.resolve(name);
    assertEquals(List.of(file), RunExport.HDF5.write(run, file));
    return file;
  }

  private Path training() {
    SimulatedBench simulated = new SimulatedBench(FILE, 5);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      StartDocument start =
          TrainingRun.start(
              bench,
              DefaultBench.text(),
              5L,
              Assignment.of(Task.named("xor")),
              1,
              TrainingOptions.standard().withTrainer("bring-up").withTestSamples(50),
              PROGRAM);
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        new TrainingRun(bench, run, TrainingProgress.NONE).execute();
        return exported(run, "training.h5");
      }
    }
  }

  private Path sweep() {
    Plan plan =
        Plan.named("a slope")
            .recipe("iv")
            .set("input 1.power", 2e-6)
            .sweep(Axis.list("input 1.frequency", 249e6, 251e6))
            .sweep(Axis.linear("synapse 1.current", -1e-3, 1e-3, 11).thereAndBack())
            .read(Measurand.times("chain 1.voltage", 3));
    SimulatedBench simulated = new SimulatedBench(FILE, 5);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      StartDocument start =
          StartDocument.on(
              bench,
              "measure",
              DefaultBench.text(),
              5L,
              0,
              "a-slope",
              Map.of("plan", plan.toToml()),
              PROGRAM);
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        Sweep sweep = new Sweep(bench, plan);
        Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
        sweep.run(new RunNotes(run, sweep), analysis);
        String results = Json.write(Map.of("findings", found(analysis.findings())));
        run.stop(new StopDocument(bench.clock().now(), StopDocument.SUCCESS, "", results));
        return exported(run, "sweep.h5");
      }
    }
  }

  /** More points than are kept in one piece: in chunks, compressed. */
  private Path largeSweep() {
    Plan plan =
        Plan.named("a large sweep")
            .set("input 1.power", 2e-6)
            .sweep(Axis.list("synapse 1.current", -1e-3, 1e-3))
            .sweep(Axis.linear("input 1.frequency", 200e6, 300e6, 3001))
            .read("chain 1.voltage");
    SimulatedBench simulated = new SimulatedBench(FILE, 5);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Map<String, String> options = Map.of("plan", plan.toToml());
      StartDocument start =
          StartDocument.on(
              bench, "measure", DefaultBench.text(), 5L, 0, "a-large-sweep", options, PROGRAM);
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        Sweep sweep = new Sweep(bench, plan);
        sweep.run(new RunNotes(run, sweep));
        run.stop(new StopDocument(bench.clock().now(), StopDocument.SUCCESS, "", "{}"));
        RunExport.CSV.write(run, folder.resolve("large.csv"));
        return exported(run, "large.h5");
      }
    }
  }

  @Test
  void chunksOfALargeSweepAreReadByOthers() throws Exception {
    Path sweep = largeSweep();
    String said =
        Outside.python(
            folder,
            "large_sweep.py",
            List.of("xarray", "h5py", "h5netcdf"),
            sweep.toString(),
            folder.resolve("large.csv").toString());
    assertEquals("all done\n", said);
    String told = page(sweep, 0, 2, 3);
    assertTrue(told.contains("point: 6002"), told);
    assertTrue(told.contains("[6002 rows x"), told);
  }

  private static List<Map<String, Object>> found(List<Finding> findings) {
    return findings.stream()
        .map(
            one ->
                Map.<String, Object>of(
                    "name", one.name(), "value", one.value().value(), "unit", one.unit()))
        .toList();
  }

  @Test
  void resultsComputedFromExportedRunsAreThoseOfTheRuns() throws Exception {
    Path training = training();
    String said =
        Outside.python(
            folder,
            "exported_runs.py",
            List.of("xarray", "h5py", "h5netcdf"),
            training.toString(),
            sweep().toString());
    assertEquals("all done\n", said);
    assertTrue(page(training, 0, 1, 3).contains(" V\n"), "the mean voltage and its unit");
  }

  /** What some of the Python blocks of the page on exported runs say of a run. */
  private String page(Path run, int... chosen) throws Exception {
    List<PageBlock> blocks =
        PageBlock.of(PageBlock.root().resolve("docs/other-programs.md")).stream()
            .filter(block -> block.in("python"))
            .toList();
    StringBuilder script = new StringBuilder("import matplotlib\nmatplotlib.use(\"Agg\")\n");
    for (int one : chosen) {
      script.append(blocks.get(one).text().replace("runs/RUN-export.h5", run.toString()));
    }
    String python = Outside.interpreter(List.of("xarray", "h5netcdf", "matplotlib", "pandas"));
    Path file = Files.writeString(folder.resolve("page.py"), script);
    return Outside.run(folder, List.of(python, file.toString()));
  }
}
