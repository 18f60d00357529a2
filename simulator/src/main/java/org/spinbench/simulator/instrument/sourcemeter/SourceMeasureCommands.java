package org.spinbench.simulator.instrument.sourcemeter;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Replies;

/** Declares the commands of source-measure units that several makers have in common. */
final class SourceMeasureCommands {
  private final PerChannel<SourceMeasureUnit> commands;
  private final boolean rangeEndsAuto;

  /**
   * @param numberFormat how the instrument answers numbers
   * @param units one a channel
   * @param rangeEndsAuto whether naming a range ends auto-range; with auto-range it has no effect
   *     otherwise
   */
  SourceMeasureCommands(
      CommandTree tree,
      DoubleFunction<String> numberFormat,
      List<SourceMeasureUnit> units,
      boolean rangeEndsAuto) {
    this.rangeEndsAuto = rangeEndsAuto;
    commands = new PerChannel<>(tree, numberFormat, units);
  }

  /** The output's switch, and what is sourced. */
  void output(String output, String function) {
    commands.flag(output, SourceMeasureUnit::on, SourceMeasureUnit::setOn);
    commands.choice(
        function,
        Choice.of("VOLTage|CURRent"),
        unit -> unit.sourcesCurrent() ? "CURR" : "VOLT",
        (unit, word) -> unit.setFunction(word.equals("CURR")));
  }

  /**
   * Level and range of one quantity as a source.
   *
   * @param source such as {@code SOURce#:VOLTage}
   */
  void source(String source, Function<SourceMeasureUnit, Side> side) {
    commands.number(
        source + "[:LEVel][:IMMediate][:AMPLitude]",
        unit -> side.apply(unit).levels(),
        unit -> side.apply(unit).level(),
        (unit, level) -> unit.setLevel(side.apply(unit), level));
    commands.number(
        source + ":RANGe",
        unit -> side.apply(unit).ranges(),
        unit -> side.apply(unit).sourceRange(),
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
   * The limit of one quantity while the other is sourced, and whether it holds.
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
   * Range of one quantity's meter.
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
   * The integration time of one quantity.
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
