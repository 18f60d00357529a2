package org.spinbench.simulator.instrument.analyzer;

import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/** Resolution filter, video filter and sweep time, each coupled until it is set. */
final class CoupledFilters {
  /**
   * The couplings of a model.
   *
   * @param resolution bandwidths of the resolution filter
   * @param video bandwidths of the video filter
   * @param spanPerResolution span over coupled resolution bandwidth
   * @param fastest shortest coupled sweep, s
   * @param shortest shortest sweep that can be set, s
   * @param longest longest sweep that can be set, s
   */
  record Model(
      FilterSteps resolution,
      FilterSteps video,
      double spanPerResolution,
      double fastest,
      double shortest,
      double longest) {}

  private final Model model;
  private final DoubleSupplier span;
  private double resolution;
  private double video;
  private double seconds;

  /**
   * Filters with everything coupled.
   *
   * @param span gives the span of the sweep, Hz
   */
  CoupledFilters(Model model, DoubleSupplier span) {
    this.model = model;
    this.span = span;
    couple();
  }

  void couple() {
    resolution = Double.NaN;
    video = Double.NaN;
    seconds = Double.NaN;
  }

  /** Resolution bandwidth, Hz. */
  double resolution() {
    return Double.isNaN(resolution)
        ? model.resolution.nearest(span.getAsDouble() / model.spanPerResolution)
        : resolution;
  }

  /** Video bandwidth, Hz. Coupled: the resolution bandwidth. */
  double video() {
    return Double.isNaN(video) ? model.video.nearest(resolution()) : video;
  }

  /** Time of one sweep, s. Coupled: 2.5 span over resolution and the narrower bandwidth. */
  double seconds() {
    if (!Double.isNaN(seconds)) {
      return seconds;
    }
    double narrower = Math.min(resolution(), video());
    return Math.max(model.fastest, 2.5 * span.getAsDouble() / (resolution() * narrower));
  }

  /** Declares all three below {@code [:SENSe]}, with their couplings. */
  void declare(CommandTree tree, Consumer<Runnable> changed) {
    declareResolution(tree, "[:SENSe]", changed);
    String band = "[:SENSe]:BANDwidth|:BWIDth";
    tree.flag(
        band + "[:RESolution]:AUTO",
        () -> Double.isNaN(resolution),
        auto -> changed.accept(() -> resolution = auto ? Double.NaN : resolution()));
    declareVideo(tree, "[:SENSe]", changed);
    tree.flag(
        band + ":VIDeo:AUTO",
        () -> Double.isNaN(video),
        auto -> changed.accept(() -> video = auto ? Double.NaN : video()));
    declareTime(tree, "[:SENSe]", changed);
    tree.flag(
        "[:SENSe]:SWEep:TIME:AUTO",
        () -> Double.isNaN(seconds),
        auto -> changed.accept(() -> seconds = auto ? Double.NaN : seconds()));
  }

  /** Declares the resolution bandwidth below a node. */
  void declareResolution(CommandTree tree, String node, Consumer<Runnable> changed) {
    tree.number(
        node + ":BANDwidth|:BWIDth[:RESolution]",
        model.resolution.range(model.resolution.widest()),
        this::resolution,
        f -> changed.accept(() -> resolution = model.resolution.nearest(f)));
  }

  /** Declares the video bandwidth below a node. */
  void declareVideo(CommandTree tree, String node, Consumer<Runnable> changed) {
    tree.number(
        node + ":BANDwidth|:BWIDth:VIDeo",
        model.video.range(model.video.widest()),
        this::video,
        f -> changed.accept(() -> video = model.video.nearest(f)));
  }

  /** Declares the sweep time below a node. */
  void declareTime(CommandTree tree, String node, Consumer<Runnable> changed) {
    tree.number(
        node + ":SWEep:TIME",
        new NumberRange(Quantity.TIME, model.shortest, model.longest, model.fastest),
        this::seconds,
        s -> changed.accept(() -> seconds = s));
  }

  /** Makes {@code *SAV} store the couplings if no switch was declared for them. */
  void store(CommandTree tree) {
    tree.stored(() -> resolution, hertz -> resolution = hertz);
    tree.stored(() -> video, hertz -> video = hertz);
    tree.stored(() -> seconds, time -> seconds = time);
  }
}
