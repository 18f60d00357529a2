package org.spinbench.simulator.instrument.sourcemeter;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Replies;

/** The commands that source-measure units of several makers share. */
final class SourceMeasureCommands {
  private static final int PLACES = 100;

  private final PerChannel<SourceMeasureUnit> commands;
  private final boolean rangeEndsAuto;

  /**
   * @param numberFormat format of numbers in answers
   * @param units one per channel
   * @param rangeEndsAuto whether setting a range ends auto-range; otherwise the range has no effect
   *     during auto-range
   */
  SourceMeasureCommands(
      CommandTree tree,
      DoubleFunction<String> numberFormat,
      List<SourceMeasureUnit> units,
      boolean rangeEndsAuto) {
    this.rangeEndsAuto = rangeEndsAuto;
    commands = new PerChannel<>(tree, numberFormat, units);
  }

  /** Saves and recalls the settings of a unit; a recall switches its output off. */
  static void stored(CommandTree tree, SourceMeasureUnit unit) {
    tree.stored(() -> saved(unit), Runnable::run);
  }

  /** The same, with the source memory of a 2400. */
  static void memory(CommandTree tree, SourceMeasureUnit unit) {
    stored(tree, unit);
    Runnable[] places = new Runnable[PLACES];
    Arrays.fill(places, saved(unit));
    String memory = "SOURce#:MEMory:";
    tree.command(memory + "SAVE", 1, 1, c -> places[c.integer(1, PLACES) - 1] = saved(unit));
    tree.command(memory + "RECall", 1, 1, call -> places[call.integer(1, PLACES) - 1].run());
  }

  private static Runnable saved(SourceMeasureUnit unit) {
    boolean current = unit.sourcesCurrent();
    List<Side> sides = List.of(unit.voltage(), unit.current());
    double[] levels = sides.stream().mapToDouble(Side::level).toArray();
    double[] limits = sides.stream().mapToDouble(Side::limit).toArray();
    double[] ranges = sides.stream().mapToDouble(Side::sourceRange).toArray();
    double[] meterRanges = sides.stream().mapToDouble(Side::meterRange).toArray();
    double[] cycles = sides.stream().mapToDouble(Side::cycles).toArray();
    List<Boolean> autos = sides.stream().map(Side::sourceAuto).toList();
    List<Boolean> meterAutos = sides.stream().map(Side::meterAuto).toList();
    return () -> {
      unit.setOn(false);
      unit.setFunction(current);
      sides.forEach(side -> unit.setSourceRange(side, 0));
      for (int k = 0; k < sides.size(); k++) {
        unit.setLimit(sides.get(k), limits[k]);
      }
      for (int k = 0; k < sides.size(); k++) {
        Side side = sides.get(k);
        unit.setSourceRange(side, ranges[k]);
        unit.setSourceAuto(side, autos.get(k));
        unit.setLevel(side, levels[k]);
        unit.setMeterRange(side, meterRanges[k]);
        unit.setMeterAuto(side, meterAutos.get(k));
        side.setCycles(cycles[k]);
      }
    };
  }

  /** Declares the output switch and the source function. */
  void output(String output, String function) {
    commands.flag(output, SourceMeasureUnit::on, SourceMeasureUnit::setOn);
    commands.choice(
        function,
        Choice.of("VOLTage|CURRent"),
        unit -> unit.sourcesCurrent() ? "CURR" : "VOLT",
        (unit, word) -> unit.setFunction(word.equals("CURR")));
  }

  /**
   * Declares level and range of a quantity as a source.
   *
   * @param source such as {@code SOURce#:VOLTage}
   */
  void source(String source, Function<SourceMeasureUnit, Side> side) {
    commands.number(
        source + "[:LEVel][:IMMediate][:AMPLitude]",
        unit -> side.apply(unit).levels(),
        unit -> side.apply(unit).level(),
        (unit, level) -> unit.setLevel(side.apply(unit), level));
    commands.stepped(
        source + ":RANGe",
        unit -> side.apply(unit).ranges(),
        unit -> side.apply(unit).sourceRange(),
        (unit, steps) -> side.apply(unit).beside(side.apply(unit).sourceRange(), steps),
        (unit, range) -> {
          if (rangeEndsAuto || !side.apply(unit).sourceAuto()) {
            unit.setSourceRange(side.apply(unit), range);
          }
        });
    commands.flag(
        source + ":RANGe:AUTO",
        unit -> side.apply(unit).sourceAuto(),
        (unit, auto) -> unit.setSourceAuto(side.apply(unit), auto));
  }

  /**
   * Declares the limit of a quantity while the other is sourced, and the query whether it is
   * active.
   *
   * @param limit such as {@code SENSe#:VOLTage:PROTection[:LEVel]}
   */
  void limit(String limit, String tripped, Function<SourceMeasureUnit, Side> side) {
    commands.number(
        limit,
        unit -> side.apply(unit).limits(),
        unit -> side.apply(unit).limit(),
        (unit, value) -> unit.setLimit(side.apply(unit), value));
    commands.query(
        tripped, unit -> Replies.flag(side.apply(unit) == unit.limited() && unit.inCompliance()));
  }

  /**
   * Declares the range of a quantity's meter.
   *
   * @param sense such as {@code SENSe#:VOLTage}
   */
  void meter(String sense, Function<SourceMeasureUnit, Side> side) {
    commands.number(
        sense + ":RANGe[:UPPer]",
        unit -> side.apply(unit).ranges(),
        unit -> side.apply(unit).meterRange(),
        (unit, range) -> {
          if (rangeEndsAuto || !side.apply(unit).meterAuto()) {
            unit.setMeterRange(side.apply(unit), range);
          }
        });
    commands.flag(
        sense + ":RANGe:AUTO",
        unit -> side.apply(unit).meterAuto(),
        (unit, auto) -> unit.setMeterAuto(side.apply(unit), auto));
  }

  /**
   * Declares the integration time of a quantity.
   *
   * @param cycles such as {@code SENSe#:VOLTage:NPLCycles}
   */
  void integration(String cycles, NumberRange range, Function<SourceMeasureUnit, Side> side) {
    commands.number(
        cycles,
        unit -> range,
        unit -> side.apply(unit).cycles(),
        (unit, value) -> side.apply(unit).setCycles(value));
  }
}
