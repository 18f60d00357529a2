package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;
import org.spinbench.simulator.tsp.Arguments;
import org.spinbench.simulator.tsp.TspLanguage;
import org.spinbench.simulator.tsp.TspTable;

/**
 * A Keithley 2602B System SourceMeter, two channels, on a line of 50 Hz, which speaks TSP (2600B
 * reference manual 2600BS-901-01, section 7).
 *
 * <p>Numbers have six digits unless {@code format.asciiprecision} changes that. In the default mode
 * of autozero, the first reading after a change of function, range or integration time takes three
 * integrations; the others take one. In the normal output-off mode the source holds the terminals
 * at zero with a limit of 1 mA; {@code source.output = 2} opens them.
 *
 * <p>The median filter gives the mean of its stack, like the moving average.
 *
 * <p>These points are unconfirmed: noise of one count of the display at 1 PLC (6½ digits); settling
 * times; the error of an incomplete sweep; that a reading counts as auto-ranged while auto-range is
 * on; the limits after a reset; the errors of levels out of range and of too much power; that a
 * change of function switches the output off.
 */
public final class Simulated2600 implements SimulatedInstrument {
  private static final String SERIAL = "1398687";
  private static final String IDENTITY =
      "Keithley Instruments Inc., Model 2602B, " + SERIAL + ", 3.0.0";
  private static final int CHANNELS = 2;

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final List<TspChannel> channels = new ArrayList<>();
  private TspLanguage language;

  /** A 2602B that is off, with loads at channels a (1) and b (2). */
  public Simulated2600(Surroundings surroundings, IntFunction<TerminalLoad> loads) {
    this.surroundings = surroundings;
    for (int number = 1; number <= CHANNELS; number++) {
      channels.add(new TspChannel(surroundings, this::panel, loads.apply(number), this::overlap));
    }
    CommandTree tree = new CommandTree(Replies::plain);
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, 30, tree, this::reset);
    panel.speak(
        common -> {
          language = new TspLanguage(panel, surroundings.clock(), common);
          return language;
        });
    bind(language.globals());
  }

  private void overlap() {
    channels.forEach(channel -> panel.overlap(channel.unit().settled()));
  }

  private void bind(TspTable globals) {
    globals.event("reset", this::reset);
    TspTable node = globals.table("localnode");
    node.readOnly("model", () -> "2602B");
    node.readOnly("serialno", () -> surroundings.serial(SERIAL));
    node.readOnly("revision", () -> "3.0.0");
    node.readOnly("linefreq", () -> 50.0);
    TspTable instrument = globals.table("status").table("measurement").table("instrument");
    for (int k = 0; k < CHANNELS; k++) {
      String name = "smu" + "ab".charAt(k);
      TspChannel channel = channels.get(k);
      TspTable table = globals.table(name);
      channel.bind(table);
      node.bind(name, table);
      instrument.table(name).readOnly("condition", () -> (double) channel.condition());
    }
    TspTable display = globals.table("display");
    display.event("clear", () -> {});
    display.attribute("screen", 0, 2, () -> 2, screen -> {});
    globals.table("beeper").function("beep", Simulated2600::beep);
  }

  private static Object[] beep(Arguments arguments) {
    arguments.number(1);
    arguments.number(2);
    return new Object[0];
  }

  private void reset() {
    channels.forEach(TspChannel::reset);
    language.reset();
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return channels.stream().<DcOutput>map(TspChannel::unit).toList();
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return channels.stream().anyMatch(channel -> channel.unit().energised());
  }
}
