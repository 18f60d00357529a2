package org.spinbench.experiments.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.run.Amendment;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.Preflight;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.Summary;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.output.Absent;
import org.spinbench.experiments.sweep.output.RunNotes;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanExtension;
import org.spinbench.experiments.sweep.plan.Point;

/** The experiment {@code measure}: measures a plan, and analyses it with its recipe. */
public final class Measurement implements Experiment<MeasurementResult> {
  public static final String KIND = "measure";

  private static final String PLAN = "plan";

  /** Key that says how setpoints of a run are stored; older runs lack it. */
  private static final String SETPOINTS = "setpoints";

  private static final String KEPT = "as the instruments keep them";

  /** A reading without a value at so many points causes a warning. */
  private static final int WARNED_AT = 10;

  /** The plan with which the run began. */
  private final Plan begun;

  private final Sweep.Setting setting;
  private final SweepOutput.Opener output;
  private final Optional<RunFile> replayed;
  private Optional<Plan> extended = Optional.empty();
  private boolean skipsNext;
  private Plan plan;

  private Measurement(
      Plan plan, Sweep.Setting setting, SweepOutput.Opener output, Optional<RunFile> replayed) {
    begun = plan;
    this.plan = replayed.map(Measurement::plan).orElse(plan);
    this.setting = setting;
    this.output = output;
    this.replayed = replayed;
  }

  /** A plan for a new run. */
  public Measurement(Plan plan, SweepOutput.Opener output) {
    this(plan, Sweep.Setting.KEPT, output, Optional.empty());
  }

  /** The measurement of an existing run. */
  public static Measurement of(RunFile run, SweepOutput.Opener output) {
    Map<String, String> options = run.start().options();
    return new Measurement(
        RecordedSweep.plan(run, 0).orElseThrow(),
        KEPT.equals(options.get(SETPOINTS)) ? Sweep.Setting.KEPT : Sweep.Setting.ASKED,
        output,
        Optional.of(run));
  }

  /** The plan of a run. */
  public static Plan plan(RunFile run) {
    return RecordedSweep.plan(run, Integer.MAX_VALUE).orElseThrow();
  }

  /**
   * The measurement with a plan that extends that of its run.
   *
   * @throws IllegalArgumentException if the plan does not begin with the points of the run
   */
  public Measurement extendedTo(Plan longer) {
    PlanExtension.require(plan, longer);
    extended = Optional.of(longer);
    plan = longer;
    return this;
  }

  /** The measurement without the point at which its run ended. */
  public Measurement skippingNext() {
    skipsNext = true;
    return this;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    Map<String, String> options = new TreeMap<>();
    options.put(PLAN, begun.toToml());
    if (setting == Sweep.Setting.KEPT) {
      options.put(SETPOINTS, KEPT);
    }
    return new Configuration(slug(plan.name()), 0, options);
  }

  /** A name in the form for file names. */
  private static String slug(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.replaceAll("^-|-$", "");
  }

  @Override
  public void requireSuits(BenchFile file) {
    Recipe.analysis(plan, file, Optional.empty());
  }

  @Override
  public void preflight(Bench bench, Preflight preflight) {
    new Sweep(bench, plan, setting); // which checks every name
    if (preflight.isWanted()) {
      new PlanJudge(preflight).judge(bench, plan);
    }
  }

  @Override
  public MeasurementResult run(RunContext context) {
    Bench bench = context.bench();
    Set<Long> leftOut = amend(context);
    Sweep sweep = new Sweep(bench, plan, setting);
    sweep.leaveOut(leftOut);
    List<SweepListener> notes = notes(context, sweep);
    Analysis analysis = Recipe.analysis(plan, bench.file(), Optional.of(sweep.columns()));
    Absent.Counter absent = new Absent.Counter(sweep.readings());
    Clock stopwatch = new SystemClock();
    long begin = stopwatch.nanos();
    Summary summary;
    double seconds;
    try (SweepOutput written = output.open(context, sweep)) {
      List<SweepListener> listeners = new ArrayList<>(notes);
      listeners.addAll(written.listeners());
      listeners.addAll(List.of(analysis, absent, warning(absent, context)));
      summary = sweep(sweep, listeners, context);
      seconds = (stopwatch.nanos() - begin) * 1e-9;
    }
    return new MeasurementResult(
        plan.name(), summary, absent.absent(), analysis.findings(), analysis.remarks(), seconds);
  }

  /**
   * Takes over what this session and earlier ones changed.
   *
   * @return the points that are left out
   */
  private Set<Long> amend(RunContext context) {
    RunFile run = context.file();
    if (extended.isPresent() || skipsNext) {
      Long next = skipsNext ? new RecordedSweep(run).points().size() + 1L : null;
      run.amend(new Amendment(extended.map(Plan::toToml).orElse(null), next));
    }
    RunFile of = replayed.orElse(run);
    if (extended.isEmpty() && replayed.isPresent()) {
      plan = RecordedSweep.plan(of, context.session()).orElse(plan);
    }
    return of.amendments(context.session()).stream()
        .map(Amendment::skipped)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /**
   * The listeners that record the sweep in its run file. The file of a run that resumes on
   * instruments already has points, which are not measured again.
   */
  private static List<SweepListener> notes(RunContext context, Sweep sweep) {
    RunFile run = context.file();
    boolean continued = context.resumed().equals(Optional.of(RunFile.GoingOn.CONTINUED));
    if (!continued || run.columns().isEmpty()) {
      return List.of(new RunNotes(run, sweep));
    }
    List<Point> points = new RecordedSweep(run).points();
    sweep.resume(points);
    run.setAside(points.size() + 1L);
    return List.of(new RunNotes(run, sweep).after(points.size()));
  }

  /** Sweeps. The bench is at rest before results are written or drawn. */
  private static Summary sweep(Sweep sweep, List<SweepListener> listeners, RunContext context) {
    try {
      return sweep.run(listeners.toArray(SweepListener[]::new));
    } catch (RuntimeException | Error e) {
      context.rest(e);
      throw e;
    }
  }

  /** Warns about an empty column early, before the sweep has run for a night. */
  private static SweepListener warning(Absent.Counter absent, RunContext context) {
    return point -> {
      if (point.number() == WARNED_AT) {
        absent.absent().stream()
            .filter(one -> one.points() == one.of())
            .forEach(one -> context.display().say("so far " + one.text()));
      }
    };
  }

  @Override
  public Ending ending(MeasurementResult measured) {
    return new Ending(StopDocument.SUCCESS, "", measured.results());
  }

  @Override
  public String unfinished(RunContext context, boolean stopped) {
    String path = context.file().path().toString();
    return "what was measured so far is in " + path + "; resume with: spinbench resume " + path;
  }
}
