package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.PartPanel;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Power;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Range;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Scale;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/** The sweeps of a 2400 and the loaded trigger model of a 2450 on a unit of two ranges. */
class SweepsTest {
  private static final double DELAY = 1e-3;

  private final PartPanel part = new PartPanel();
  private final SourceMeasureUnit unit =
      new SourceMeasureUnit(
          new Laboratory().surroundings(false),
          TerminalLoad.OPEN,
          new SourceMeasureUnit.Model(
              scale(Quantity.VOLTAGE),
              scale(Quantity.CURRENT),
              List.of(new Power(100, 100)),
              StandardError.SETTINGS_CONFLICT,
              1,
              false));
  private final List<Double> levels = new ArrayList<>();
  private final List<Double> waits = new ArrayList<>();

  /** Ranges of 1 and 10, each of which goes 5 % further. */
  private static Scale scale(Quantity quantity) {
    List<Range> ranges = List.of(new Range(1, 1e-6, 0, 1e-4), new Range(10, 1e-5, 0, 1e-4));
    return new Scale(quantity, ranges, 1.05, 10.5, 1.05, 0.1, 1);
  }

  private SourceSweep sweep() {
    return new SourceSweep(part.tree(), unit, 2500, Replies::plain);
  }

  @Test
  void aFixedLevelIsNoSweep() {
    assertEquals(List.of(), sweep().levels());
  }

  @Test
  void aStaircaseGoesEitherWayInTheRangeThatHoldsIt() {
    SourceSweep sweep = sweep();
    part.ask("SOUR:VOLT:STAR 1;STOP 4;STEP 1;MODE SWE");
    assertEquals("4", part.ask("SOUR:SWE:POIN?"));
    assertEquals(List.of(1.0, 2.0, 3.0, 4.0), sweep.levels());
    assertEquals(10, unit.voltage().sourceRange());
    assertFalse(unit.voltage().sourceAuto(), "BEST fixes the range");
    part.ask("SOUR:SWE:DIR DOWN;RANG AUTO");
    assertEquals(List.of(4.0, 3.0, 2.0, 1.0), sweep.levels());
    assertTrue(unit.voltage().sourceAuto());
  }

  @Test
  void aLogarithmicSweepHasEqualRatios() {
    SourceSweep sweep = sweep();
    part.ask("SOUR:VOLT:STAR 0.01;STOP 1;MODE SWE;:SOUR:SWE:POIN 3;SPAC LOG");
    assertEquals(0.1, sweep.levels().get(1), 1e-15);
  }

  @Test
  void theFixedRangeRefusesWhatItDoesNotHold() {
    SourceSweep sweep = sweep();
    part.ask("SOUR:LIST:VOLT 0.5,-2,0.5;:SOUR:VOLT:MODE LIST;:SOUR:SWE:RANG FIX");
    unit.setSourceRange(unit.voltage(), 1);
    CommandException refused = assertThrows(CommandException.class, sweep::levels);
    assertEquals(StandardError.DATA_OUT_OF_RANGE, refused.error());
    unit.setSourceRange(unit.voltage(), 10);
    assertEquals(List.of(0.5, -2.0, 0.5), sweep.levels());
    assertEquals("0.5,-2,0.5;3", part.ask("SOUR:LIST:VOLT?;VOLT:POIN?"));
  }

  @Test
  void currentHasStaircaseAndModeOfItsOwnAndAPresetFixesBoth() {
    SourceSweep sweep = sweep();
    part.ask("SOUR:CURR:MODE SWE;STAR 0;STOP 1;STEP 0.5");
    assertEquals(List.of(), sweep.levels(), "voltage is sourced");
    unit.setFunction(true);
    part.ask("SOUR:CURR:STEP 0.5");
    assertEquals(List.of(0.0, 0.5, 1.0), sweep.levels());
    sweep.preset();
    assertEquals(List.of(), sweep.levels());
    assertEquals("1", part.ask("SOUR:CURR:STOP?"), "a staircase stays");
  }

  private LoadedTriggerModel loaded() {
    NamedBuffers buffers = new NamedBuffers(new PresetSettings(part.tree()));
    LoadedTriggerModel model =
        new LoadedTriggerModel(
            unit, buffers, this::row, () -> DELAY, waits::add, part::panel, name -> null);
    model.declare(part.tree());
    buffers.declare(part.tree());
    return model;
  }

  private NamedBuffers.Row row() {
    levels.add(unit.sourced().level());
    return new NamedBuffers.Row(levels.size(), 0, 0, "A", 0, "V", 0);
  }

  @Test
  void nothingLoadedIsNothingToDo() {
    LoadedTriggerModel model = loaded();
    assertEquals(-213, part.error("INIT"));
    part.ask("TRIG:LOAD 'SimpleLoop',3,0.25");
    model.preset();
    assertEquals(-213, part.error("INIT"));
  }

  @Test
  void aSimpleLoopMeasuresAtTheLevelThatIsSet() {
    loaded();
    part.ask("TRIG:LOAD 'SimpleLoop',3,0.25,'defbuffer2';:INIT");
    assertEquals("0;3", part.ask("TRAC:ACT?;ACT? 'defbuffer2'"));
    assertEquals(List.of(0.25, 0.25, 0.25), waits);
    assertFalse(unit.on(), "it does not switch the output on");
    part.ask("TRIG:LOAD 'Empty'");
    assertEquals(-213, part.error("INIT"));
    assertEquals(-224, part.error("TRIG:LOAD 'Other'"));
  }

  /** Start, stop, points, delay, count, range type, fail abort, dual. */
  @Test
  void aDualSweepGoesThereAndBackAsOftenAsItIsTold() {
    loaded();
    part.ask("SOUR:SWE:VOLT:LIN 0,2,3,0.5,2,BEST,OFF,ON;:INIT");
    List<Double> once = List.of(0.0, 1.0, 2.0, 2.0, 1.0, 0.0);
    assertEquals(once, levels.subList(0, 6));
    assertEquals(once, levels.subList(6, 12));
    assertEquals(0.5, waits.get(0));
    assertFalse(unit.on(), "off at the end");
    assertEquals(-221, part.error("SOUR:SWE:CURR:LIN 0,1,3"), "voltage is sourced");
  }

  @Test
  void aListIsAppendedAndEnteredAtAnIndexWithTheDelayOfTheSource() {
    loaded();
    assertEquals(-224, part.error("SOUR:SWE:VOLT:LIST 1"), "there is no list");
    part.ask("SOUR:LIST:VOLT 0.5,1;:SOUR:LIST:VOLT:APP 0.25;:SOUR:SWE:VOLT:LIST 2;:INIT");
    assertEquals(List.of(1.0, 0.25), levels);
    assertEquals(List.of(DELAY, DELAY), waits);
    assertEquals("5.000000E-01,1.000000E+00,2.500000E-01", part.ask("SOUR:LIST:VOLT?"));
  }

  @Test
  void blocksComeBeforeWhatIsLoaded() {
    loaded();
    part.ask("SOUR:LIST:VOLT 0.5,1");
    part.ask("TRIG:BLOC:CONF:REC 1,'VoltCustomSweepList';:TRIG:BLOC:MEAS 2");
    part.ask("TRIG:BLOC:CONF:NEXT 3,'VoltCustomSweepList';:TRIG:BLOC:MEAS 4;:INIT");
    assertEquals(List.of(0.5, 1.0), levels);
    part.ask("TRIG:LOAD 'SimpleLoop',1;:INIT");
    assertEquals(3, levels.size(), "the blocks are gone");
  }
}
