package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spinbench.app.chart.SweepChart;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.sweep.Absent;
import org.spinbench.experiments.sweep.Csv;
import org.spinbench.experiments.sweep.Plan;
import org.spinbench.experiments.sweep.Point;
import org.spinbench.experiments.sweep.RunNotes;
import org.spinbench.experiments.sweep.SpectraCsv;
import org.spinbench.experiments.sweep.Summary;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;

/** Sweeps a plan at a station, and writes run file, data and plot. */
final class Sweeping {
  private static final String KIND = "measure";

  /** Says how the setpoints of a run are to be understood; older runs do not say it. */
  private static final String SETPOINTS = "setpoints";

  private static final String KEPT = "as the instruments keep them";

  /** So many points tell of a reading that there is nothing of. */
  private static final int WARNED_AT = 10;

  private final Progress progress;
  private final Path folder;
  private final Clock stopwatch = new SystemClock();

  Sweeping(Progress progress, Path folder) {
    this.progress = progress;
    this.folder = folder;
  }

  /** A new run. */
  MeasureReport measure(Station station, Plan plan) {
    return measure(station, plan, Sweep.Setting.KEPT);
  }

  /** The same as the run was that began with these options. */
  MeasureReport measure(Station station, Map<String, String> options) {
    boolean kept = KEPT.equals(options.get(SETPOINTS));
    return measure(
        station,
        Plan.parse(options.get("plan"), "the plan of the run"),
        kept ? Sweep.Setting.KEPT : Sweep.Setting.ASKED);
  }

  private MeasureReport measure(Station station, Plan plan, Sweep.Setting setting) {
    MeasureReport report;
    try (Bench bench = station.openBenchOfRun(clock -> unopened(station, plan, setting, clock))) {
      report =
          Safeguard.during(
              station, bench, progress, guard -> onBench(station, bench, guard, plan, setting));
    }
    station.verifyReplayed();
    return report;
  }

  private RunFile unopened(Station station, Plan plan, Sweep.Setting setting, Clock clock) {
    StartDocument start =
        StartDocument.withoutBench(
            clock.now(),
            KIND,
            station.text(),
            station.chipSeed(),
            0,
            slug(plan.name()),
            options(station, plan, setting),
            Version.program());
    return new Runs(folder).create(start, stopwatch.now());
  }

  private static Map<String, String> options(Station station, Plan plan, Sweep.Setting setting) {
    Map<String, String> options = new TreeMap<>();
    options.put("plan", plan.toToml());
    options.put("coupling", station.coupling());
    if (setting == Sweep.Setting.KEPT) {
      options.put(SETPOINTS, KEPT);
    }
    return options;
  }

  private MeasureReport onBench(
      Station station, Bench bench, Safeguard guard, Plan plan, Sweep.Setting setting) {
    Sweep sweep = new Sweep(bench, plan, setting);
    if (station.judges()) {
      new Judging(station, progress, guard).judge(bench, plan);
    }
    StartDocument start =
        StartDocument.on(
            bench,
            KIND,
            station.text(),
            station.chipSeed(),
            0,
            slug(plan.name()),
            options(station, plan, setting),
            Version.program());
    RunFile run = new Runs(folder).create(start, stopwatch.now());
    station.keep(run);
    Path data = beside(run.path(), ".csv");
    try (Csv csv = new Csv(data, sweep);
        SpectraCsv spectra = new SpectraCsv(beside(run.path(), "-spectra.csv"))) {
      List<SweepListener> files = List.of(csv, spectra, new RunNotes(run, sweep));
      return noted(bench, run, guard, () -> sweep(bench, plan, sweep, run, files, data, guard));
    }
  }

  private interface Work {
    MeasureReport run();
  }

  /** Notes in the run file how the work ends. */
  private MeasureReport noted(Bench bench, RunFile run, Safeguard guard, Work work) {
    try {
      MeasureReport report = work.run();
      run.stop(new StopDocument(bench.clock().now(), StopDocument.SUCCESS, "", report.results()));
      return report;
    } catch (RuntimeException e) {
      guard.noteFailure(run, e);
      progress.clear();
      if (!guard.ofReplay()) {
        progress.say("what was measured so far is in " + run.path());
      }
      throw e;
    }
  }

  private MeasureReport sweep(
      Bench bench,
      Plan plan,
      Sweep sweep,
      RunFile run,
      List<SweepListener> files,
      Path data,
      Safeguard guard) {
    SweepChart chart = new SweepChart(plan, sweep.settings(), sweep.readings());
    Analysis analysis = Recipe.analysis(plan, bench.file(), Optional.of(sweep.columns()));
    Absent.Counter absent = new Absent.Counter(sweep.readings());
    Path plot = beside(run.path(), ".png");
    long begin = stopwatch.nanos();
    Summary summary;
    try {
      List<SweepListener> told = new ArrayList<>(files);
      told.addAll(List.of(chart, analysis, absent, new TimeLeft(begin), warning(absent)));
      summary = sweep.run(told.toArray(SweepListener[]::new));
    } catch (RuntimeException | Error e) {
      guard.rest(e);
      throw e;
    } finally {
      // Whatever ended the sweep, what it measured is drawn.
      guard.ending();
      progress.clear();
      chart.write(plot);
    }
    double seconds = (stopwatch.nanos() - begin) * 1e-9;
    return new MeasureReport(
        plan.name(),
        summary,
        absent.absent(),
        analysis.findings(),
        analysis.remarks(),
        bench.messagesSent(),
        seconds,
        run.path(),
        data,
        plot);
  }

  /** An empty column is worth a look before the sweep has gone on for a night. */
  private SweepListener warning(Absent.Counter absent) {
    return point -> {
      if (point.number() == WARNED_AT) {
        absent.absent().stream()
            .filter(one -> one.points() == one.of())
            .forEach(one -> progress.say("so far " + one.text()));
      }
    };
  }

  private static Path beside(Path run, String ending) {
    return run.resolveSibling(run.getFileName().toString().replace(".sqlite", ending));
  }

  /** A name as part of a file's name. */
  private static String slug(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.replaceAll("^-|-$", "");
  }

  /** Shows how far a sweep is, and how long the rest will take at the rate so far. */
  private final class TimeLeft implements SweepListener {
    private static final double SHOWN_EVERY = 0.1;

    private final long begin;
    private double shown = Double.NEGATIVE_INFINITY;

    TimeLeft(long begin) {
      this.begin = begin;
    }

    @Override
    public void point(Point point) {
      // Progress is shown before each point.
    }

    @Override
    public void progress(long done, long total) {
      double seconds = (stopwatch.nanos() - begin) * 1e-9;
      if (seconds - shown < SHOWN_EVERY && done < total) {
        return;
      }
      shown = seconds;
      String left =
          done == 0 ? "" : ", " + Durations.text(seconds / done * (total - done)) + " left";
      progress.show("measuring", (double) done / total, done + " of " + total + " points" + left);
    }
  }
}
