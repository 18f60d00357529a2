package org.spinbench.experiments.sweep.pass;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.ListRfSource;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SteppedRfSource;
import org.spinbench.drivers.instrument.role.Stepping;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.instrument.role.TriggeredVoltmeter;
import org.spinbench.drivers.instrument.role.VoltageMeter;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Points;

/**
 * The innermost passes of a plan, made by the instruments themselves: an RF source steps through
 * the frequencies, or a bias source through the levels, and its trigger output starts a reading of
 * the voltmeters at each.
 *
 * <p>A reading begins after the source's settling time at a point, and ends before the next point,
 * even if the trigger of an RF source comes only after its tone has settled. The number of readings
 * must equal the number of points, so that each belongs to its frequency: a busy voltmeter or a
 * missing cable ends the plan.
 */
public final class ListPass implements InstrumentPass {
  /** Minimum time at a point beyond the duration of a reading, s. */
  private static final double MARGIN = 1e-3;

  /** Dwells are whole multiples of this, s. */
  private static final double GRID = 1e-3;

  /** Tolerance of a source's duration beyond its dwells, relative, and in s. */
  private static final double SLOWER = 0.2;

  private static final double PATIENCE = 5;
  private static final Duration LOOK = Duration.ofMillis(10);

  /** Prepares a source for a pass. */
  private interface Starter {
    /**
     * Prepares a pass; the source stays at the first value until it starts.
     *
     * @param dwell at each, s
     * @param values of the innermost axis
     */
    void prepare(double dwell, double... values);
  }

  private final Bench bench;
  private final Stepping source;
  private final Starter starter;
  private final List<TriggeredVoltmeter> meters;
  private final Runnable prepare;
  private final double late;
  private final ToDoubleFunction<Instrument> delay;

  /**
   * @param late longest delay of the source's trigger after it has reached a point, s
   * @param delay from the trigger to the beginning of a reading, s, for a source with its present
   *     settings
   */
  private ListPass(
      Bench bench,
      Stepping source,
      Starter starter,
      List<TriggeredVoltmeter> meters,
      Runnable prepare,
      double late,
      ToDoubleFunction<Instrument> delay) {
    this.bench = bench;
    this.source = source;
    this.starter = starter;
    this.meters = meters;
    this.prepare = prepare;
    this.late = late;
    this.delay = delay;
  }

  /** Why instruments cannot make a plan's passes themselves. */
  private static final class Unlisted extends Exception {
    private static final long serialVersionUID = 1L;

    Unlisted(String why) {
      super(why);
    }
  }

  /**
   * How a plan runs.
   *
   * @param pass makes its passes; null for point by point
   * @param unlisted why a plan that asks for lists runs point by point
   */
  public record Choice(InstrumentPass pass, Optional<String> unlisted) {}

  /** Chooses how a plan runs on a bench; sends nothing. */
  public static Choice choose(Bench bench, Plan plan, BenchNames names) {
    if (plan.axes().stream().noneMatch(axis -> axis.mode() == Axis.Mode.LIST)) {
      return new Choice(null, Optional.empty());
    }
    try {
      return new Choice(of(bench, plan, names), Optional.empty());
    } catch (Unlisted obstacle) {
      return new Choice(null, Optional.of(obstacle.getMessage()));
    }
  }

  private static InstrumentPass of(Bench bench, Plan plan, BenchNames names) throws Unlisted {
    Axis axis = plan.axes().get(plan.axes().size() - 1);
    List<Axis> outer = plan.axes().subList(0, plan.axes().size() - 1);
    require(
        axis.mode() == Axis.Mode.LIST && outer.stream().noneMatch(a -> a.mode() == Axis.Mode.LIST),
        "only the innermost axis can be a list");
    require(!axis.isVariable(), axis.setting() + " is a variable of the plan");
    require(axis.along().isEmpty(), "other settings go along with " + axis.setting());
    require(plan.settle().still().isEmpty(), "the plan waits until a reading stands still");
    require(plan.stops().isEmpty(), "the plan has conditions that stop it");
    require(plan.reference().isEmpty(), "the plan returns to a reference");
    require(plan.logic().skips().isEmpty(), "the plan leaves out setpoints");
    require(plan.logic().follows().isEmpty(), "settings follow others");
    require(plan.logic().guards().isEmpty(), "the plan has guards");
    require(!plan.readings().isEmpty(), "nothing is read");
    for (Measurand reading : plan.readings()) {
      require(
          reading.equals(Measurand.once(reading.reading())),
          reading.reading() + " takes more than one sample");
    }
    double waiting = axis.waiting() + plan.settle().waiting();
    ToDoubleFunction<Instrument> delay =
        source -> names.owners().listSettling(axis.setting(), source) + waiting;
    Optional<NameOwners.Level> level = names.owners().level(axis.setting());
    if (level.isEmpty()) {
      return listPass(bench, plan, names, delay);
    }
    BiasSource source = level.get().source();
    if (source instanceof SourceMeter meter && level.get().perUnit() == 1) {
      return meterPass(bench, plan, names, meter, delay);
    }
    require(
        source instanceof SweptBiasSource,
        "the driver of " + source.name() + " has no passes through levels");
    return levelPass(bench, plan, names, (SweptBiasSource) source, level.get().perUnit(), delay);
  }

  private static InstrumentPass levelPass(
      Bench bench,
      Plan plan,
      BenchNames names,
      SweptBiasSource source,
      double perUnit,
      ToDoubleFunction<Instrument> delay)
      throws Unlisted {
    Axis axis = plan.axes().get(plan.axes().size() - 1);
    requireRoundTrip(axis, source, source.longestPass());
    Starter starter =
        (dwell, values) -> {
          double[] levels = Arrays.stream(values).map(value -> value * perUnit).toArray();
          switchOnAtZero(source, levels[0]);
          source.preparePass(dwell, levels);
        };
    List<TriggeredVoltmeter> meters = meters(bench, plan, names, source);
    return new ListPass(bench, source, starter, meters, preparing(plan, names), 0, delay);
  }

  /** Switches a source on for the pass that is off because its level is zero. */
  static void switchOnAtZero(BiasSource source, double first) {
    if (first == 0 && !source.output().current()) {
      source.level().ensure(0);
      source.output().set(true);
    }
  }

  private static void requireRoundTrip(Axis axis, BiasSource source, int longest) throws Unlisted {
    require(
        axis.passLength() <= longest,
        source.name()
            + " goes through "
            + longest
            + " levels, and a pass has "
            + axis.passLength());
    require(
        axis.order() == Axis.Order.THERE_AND_BACK,
        source.name()
            + " goes back to the level that it began with, so it has to go there and back");
  }

  private static InstrumentPass meterPass(
      Bench bench,
      Plan plan,
      BenchNames names,
      SourceMeter meter,
      ToDoubleFunction<Instrument> delay)
      throws Unlisted {
    Axis axis = plan.axes().get(plan.axes().size() - 1);
    requireRoundTrip(axis, meter, meter.longestPass());
    List<Boolean> voltages = new ArrayList<>();
    for (Measurand reading : plan.readings()) {
      require(
          names.owners().sourceMeterOf(reading.reading()).equals(Optional.of(meter)),
          reading.reading() + " is no reading of " + meter.name());
      voltages.add(reading.reading().endsWith(".voltage"));
    }
    return new MeterPass(bench, meter, delay, voltages);
  }

  private static InstrumentPass listPass(
      Bench bench, Plan plan, BenchNames names, ToDoubleFunction<Instrument> delay)
      throws Unlisted {
    Axis axis = plan.axes().get(plan.axes().size() - 1);
    if (names.owners().steps(axis.setting()).orElse(null) instanceof SteppedRfSource source) {
      List<VoltageMeter> untriggered = new ArrayList<>();
      for (Measurand reading : plan.readings()) {
        untriggered.add(voltmeter(names, reading.reading()));
      }
      return new SteppedPass(bench, source, untriggered, preparing(plan, names), delay);
    }
    SweptRfSource source = source(names, axis);
    Starter starter =
        (dwell, values) -> {
          if (isSpaced(axis)) {
            source.prepareSweep(values[0], values[values.length - 1], values.length, dwell);
          } else {
            ((ListRfSource) source).prepareList(dwell, values);
          }
        };
    List<TriggeredVoltmeter> meters = meters(bench, plan, names, source);
    double late = bench.file().settling().tone();
    return new ListPass(bench, source, starter, meters, preparing(plan, names), late, delay);
  }

  private static Runnable preparing(Plan plan, BenchNames names) {
    return () -> plan.readings().forEach(reading -> names.prepareVoltmeter(reading.reading()));
  }

  private static List<TriggeredVoltmeter> meters(
      Bench bench, Plan plan, BenchNames names, Instrument source) throws Unlisted {
    int points = plan.axes().get(plan.axes().size() - 1).passLength();
    List<TriggeredVoltmeter> meters = new ArrayList<>();
    for (Measurand reading : plan.readings()) {
      meters.add(meter(bench, names, reading.reading(), source, points));
    }
    return List.copyOf(meters);
  }

  private static SweptRfSource source(BenchNames names, Axis axis) throws Unlisted {
    Optional<Instrument> owner = names.owners().steps(axis.setting());
    require(
        owner.isPresent(),
        axis.setting()
            + " is neither the frequency of an RF source nor the level of a source of bias");
    Instrument source = owner.get();
    require(
        source instanceof SweptRfSource,
        "the driver of " + source.name() + " has no passes through frequencies");
    require(
        isSpaced(axis) || source instanceof ListRfSource,
        source.name() + " steps through equally spaced frequencies only");
    return (SweptRfSource) source;
  }

  private static boolean isSpaced(Axis axis) {
    return axis.points() instanceof Points.Linear
        && axis.order() != Axis.Order.THERE_AND_BACK
        && axis.points().count() > 1;
  }

  private static TriggeredVoltmeter meter(
      Bench bench, BenchNames names, String reading, Instrument source, int points)
      throws Unlisted {
    VoltageMeter meter = voltmeter(names, reading);
    require(
        meter instanceof TriggeredVoltmeter,
        "the driver of " + meter.name() + " knows no triggers from outside");
    InstrumentEntry entry = bench.file().instruments().get(meter.name());
    String whole = source.name().replaceFirst(":.*", "");
    require(
        entry.triggeredBy().equals(Optional.of(whole)),
        "the bench file does not say that " + meter.name() + " is triggered_by " + whole);
    int capacity = ((TriggeredVoltmeter) meter).capacity();
    require(
        points <= capacity,
        meter.name() + " keeps " + capacity + " readings, and a pass has " + points);
    return (TriggeredVoltmeter) meter;
  }

  private static VoltageMeter voltmeter(BenchNames names, String reading) throws Unlisted {
    Optional<VoltageMeter> owner = names.owners().voltmeter(reading);
    require(owner.isPresent(), reading + " is no reading of a voltmeter");
    return owner.get();
  }

  private static void require(boolean holds, String otherwise) throws Unlisted {
    if (!holds) {
      throw new Unlisted(otherwise);
    }
  }

  /**
   * {@inheritDoc} It keeps the level of an RF source.
   *
   * @throws IllegalStateException if the source does not finish
   */
  @Override
  public List<List<Reading>> run(double[] values) {
    prepare.run();
    double reading = meters.stream().mapToDouble(TriggeredVoltmeter::duration).max().orElseThrow();
    double settling = delay.applyAsDouble(source);
    double dwell = Math.ceil((settling + reading + Math.max(late, MARGIN)) / GRID) * GRID;
    List<List<Reading>> taken;
    try {
      starter.prepare(dwell, values);
      taken = taken(values.length, dwell, settling);
    } catch (RuntimeException failed) {
      // No source continues a pass that nobody reads.
      source.inHaste(failed, source::endSweep);
      throw failed;
    }
    source.endSweep();
    return taken;
  }

  private List<List<Reading>> taken(int count, double dwell, double settling) {
    bench.together(() -> meters.forEach(meter -> meter.arm(count, settling)));
    source.startSweep();
    Instant begin = bench.clock().now();
    bench.sleepDuringPass(Times.seconds(dwell * count), count, source, meters);
    awaitEnd(dwell * count);
    List<List<Reading>> taken = new ArrayList<>();
    for (TriggeredVoltmeter meter : meters) {
      List<Reading> readings = meter.collect(count);
      bench.lookAsEarlier(meter, count);
      List<Reading> timed = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        Duration after = Times.seconds(k * dwell + settling + meter.duration());
        timed.add(readings.get(k).at(begin.plus(after)));
      }
      taken.add(timed);
    }
    return taken;
  }

  private void awaitEnd(double seconds) {
    long patience = Math.round((SLOWER * seconds + PATIENCE) * 1e9);
    long begin = bench.clock().nanos();
    while (source.sweeping()) {
      if (bench.clock().nanos() - begin > patience) {
        throw new IllegalStateException(
            source.name()
                + " still sweeps after "
                + patience * 1e-9
                + " s, although its pass takes "
                + seconds
                + " s; check whether it waits for a trigger");
      }
      bench.clock().sleep(LOOK);
    }
  }

  /** The values of the innermost axis in a pass. */
  public static double[] values(Axis axis, List<Place> places) {
    int depth = places.get(0).indices().size() - 1;
    return places.stream()
        .mapToDouble(place -> axis.points().at(place.indices().get(depth)))
        .toArray();
  }
}
