package org.spinbench.simulator.instrument;

import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Rohde &amp; Schwarz SGS100A signal generator: 1 MHz to 12.75 GHz, -120 to +25 dBm.
 *
 * <p>Commands, ranges and resolutions (0.001 Hz, 0.01 dB) are those of the model's family; the
 * preset level is its sister models' and unconfirmed; numbers are answered in plain decimals, words
 * in their short form. Level and frequency settle within 1 ms.
 */
public final class SimulatedSgs100a implements SingleRfSource {
  private static final String IDENTITY = "Rohde&Schwarz,SGS100A,1416.0505K02/101001,4.10.054.30";
  private static final RohdeSchwarzSource.Ranges RANGES =
      new RohdeSchwarzSource.Ranges(
          new NumberRange(Quantity.FREQUENCY, 1e6, 12.75e9, 1e9),
          -120,
          25,
          new NumberRange(Quantity.TIME, 20e-9, 100, 2e-6),
          new NumberRange(Quantity.TIME, 100e-9, 100, 1e-5),
          "EXT",
          false,
          10,
          100,
          1000);

  private final RohdeSchwarzSource source;
  private final FrontPanel panel;

  private String oscillatorSource;
  private String connector;
  private String operationMode;
  private boolean iqModulation;

  public SimulatedSgs100a(Surroundings surroundings) {
    source = new RohdeSchwarzSource(surroundings, RANGES);
    setPresets();
    CommandTree tree = new CommandTree(Replies::plain);
    source.declare(tree);
    tree.choice(
        "[:SOURce#]:LOSCillator:SOURce",
        Choice.of("INTernal|EXTernal"),
        () -> oscillatorSource,
        word -> oscillatorSource = word);
    tree.choice(
        "CONNector:REFLo:OUTPut",
        Choice.of("REF|LO|OFF"),
        () -> connector,
        word -> connector = word);
    tree.choice(
        "[:SOURce#]:OPMode",
        Choice.of("NORMal|BBBYpass"),
        () -> operationMode,
        word -> operationMode = word);
    tree.flag("[:SOURce#]:IQ:STATe", () -> iqModulation, state -> iqModulation = state);
    tree.event("SYSTem:PRESet", this::reset);
    tree.arbitraryText("*OPT", () -> "SGS-B112");
    panel = new FrontPanel(IDENTITY, Wording.STANDARD, 30, surroundings.clock(), tree, this::reset);
    panel.addMemory(1, 9);
    source.carrier().overlapping(panel);
  }

  private void setPresets() {
    oscillatorSource = "INT";
    connector = "REF";
    operationMode = "NORM";
    iqModulation = false;
  }

  private void reset() {
    setPresets();
    source.reset();
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Carrier carrier() {
    return source.carrier();
  }
}
