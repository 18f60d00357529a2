package org.spinbench.app.command.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.app.chart.DensityChart;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.chart.SweepChart;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.Figures;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.measure.SweepOutput;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.NoiseSpectrumRecipe;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.output.Csv;
import org.spinbench.experiments.sweep.output.SpectraCsv;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * The output of a measurement in addition to its run file (data, spectra, plot), and its remaining
 * time.
 */
public final class MeasureOutput implements SweepOutput {
  private final RunContext context;
  private final PictureForm form;
  private final Csv csv;
  private final SpectraCsv spectra;
  private final SweepChart chart;
  private final TimeLeft timeLeft;
  private final String title;
  private final Analysis analysis;
  private List<SweepListener> more = List.of();

  MeasureOutput(RunContext context, Sweep sweep, Plan plan, PictureForm form) {
    this.context = context;
    this.form = form;
    Path run = context.file().path();
    boolean resumed = context.resumed().isPresent();
    Path spectraFile = beside(run, "-spectra.csv");
    csv = resumed ? Csv.resume(data(run), sweep, sweep.known()) : new Csv(data(run), sweep);
    spectra = resumed ? SpectraCsv.resume(spectraFile, sweep.known()) : new SpectraCsv(spectraFile);
    chart = new SweepChart(plan, sweep.settings(), sweep.readings());
    timeLeft = new TimeLeft(context.display(), passLength(plan));
    title = plan.name();
    analysis = Recipe.analysis(plan, context.bench().file(), Optional.of(sweep.columns()));
  }

  private static int passLength(Plan plan) {
    List<Axis> axes = plan.axes();
    return axes.isEmpty() ? plan.repeats() : axes.get(axes.size() - 1).points().count();
  }

  /** Opens the output of a run's measurement. */
  public static Opener opener(Plan plan, PictureForm form) {
    return (context, sweep) -> new MeasureOutput(context, sweep, plan, form);
  }

  /** The path of a run's data. */
  static Path data(Path run) {
    return beside(run, ".csv");
  }

  /** The path of a run's plot. */
  static PictureFile plot(Path run, PictureForm form) {
    return form.beside(run, "");
  }

  /** The path of the picture of spectral densities, which {@code noise-spectrum} has. */
  static PictureFile densities(Path run, PictureForm form) {
    return form.beside(run, "-density");
  }

  private static Path beside(Path run, String ending) {
    return run.resolveSibling(run.getFileName().toString().replace(".sqlite", ending));
  }

  /** The same output with further listeners. */
  MeasureOutput with(SweepListener... others) {
    more = List.of(others);
    return this;
  }

  @Override
  public List<SweepListener> listeners() {
    List<SweepListener> all = new ArrayList<>(List.of(csv, spectra, chart, timeLeft));
    if (analysis.itself() instanceof NoiseSpectrumRecipe) {
      all.add(analysis);
    }
    all.addAll(more);
    return all;
  }

  /** Draws the measured points, however the sweep ended. */
  @Override
  public void close() {
    try (csv;
        spectra) {
      context.onlyWrites();
      chart.write(plot(context.file().path(), form));
      if (analysis.itself() instanceof NoiseSpectrumRecipe noise) {
        DensityChart.write(title, noise, densities(context.file().path(), form));
      }
    }
  }

  /**
   * Shows the progress of a sweep, the remaining time at the present rate, and on a terminal the
   * first reading of the present pass.
   */
  private static final class TimeLeft implements SweepListener {
    private static final double SHOWN_EVERY = 0.1;

    private final Display display;
    private final Clock stopwatch = new SystemClock();
    private final long begin = stopwatch.nanos();
    private final Sparkline curve = new Sparkline();
    private final int passLength;
    private double shown = Double.NEGATIVE_INFINITY;

    TimeLeft(Display display, int passLength) {
      this.display = display;
      this.passLength = passLength;
    }

    /** Progress is shown before each point. */
    @Override
    public void point(Point point) {
      if (display.isRedrawn() && !point.reference() && !point.readings().isEmpty()) {
        List<Integer> indices = point.place().indices();
        boolean series = indices.isEmpty();
        curve.add(
            series ? 0 : point.place().pass(),
            series ? point.place().repeat() : indices.get(indices.size() - 1),
            passLength,
            point.readings().get(0).value());
      }
    }

    @Override
    public void progress(long done, long total) {
      double seconds = (stopwatch.nanos() - begin) * 1e-9;
      if (seconds - shown < SHOWN_EVERY && done < total) {
        return;
      }
      shown = seconds;
      if (display.isRedrawn() && done > 0) {
        display.plot(curve.cells());
      }
      String left =
          done == 0
              ? ""
              : ", "
                  + Figures.of(done / Math.max(seconds, SHOWN_EVERY))
                  + " points/s, "
                  + Durations.text(seconds / done * (total - done))
                  + " left";
      display.show("measuring", (double) done / total, done + " of " + total + " points" + left);
    }
  }
}
