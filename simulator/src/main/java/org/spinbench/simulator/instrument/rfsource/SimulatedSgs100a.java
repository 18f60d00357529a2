package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Rohde &amp; Schwarz SGS100A signal generator: 1 MHz to 12.75 GHz, -120 to +25 dBm.
 *
 * <p>Commands, ranges and resolutions (0.001 Hz, 0.01 dB) are those of the model's family. The
 * preset level is that of the sister models, and unconfirmed. Answers have plain decimals, and
 * words in their short form. Level and frequency settle within 1 ms. Option K22 is fitted: the
 * trigger connector can be the input for external pulses. The impairments of the IQ modulator are
 * settings without effect. To be confirmed: the connector's state after a reset.
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

  private static final double TEN_MEGAHERTZ = 10e6;
  private static final String REFERENCE_OUTPUT = "[:SOURce#]:ROSCillator:OUTPut:FREQuency";
  private static final String IMPAIRMENT = "[:SOURce#]:IQ:IMPairment";

  private final RohdeSchwarzSource source;
  private final FrontPanel panel;

  private final PresetSettings settings;
  private String triggerConnector;
  private double referenceOutput;

  public SimulatedSgs100a(Surroundings surroundings) {
    CommandTree tree = new CommandTree(Replies::plain);
    source = new RohdeSchwarzSource(tree, surroundings, RANGES);
    referenceOutput = TEN_MEGAHERTZ;
    settings = new PresetSettings(tree);
    settings.choice("[:SOURce#]:LOSCillator:SOURce", "INTernal|EXTernal", "INT");
    settings.choice("CONNector:REFLo:OUTPut", "REF|LO|OFF", "REF");
    settings.choice("[:SOURce#]:OPMode", "NORMal|BBBYpass", "NORM");
    settings.flag("[:SOURce#]:IQ:STATe", false);
    declareImpairments();
    declareConnectors(tree);
    settings.table("sgs100a");
    setPresets();
    tree.event("SYSTem:PRESet", this::reset);
    tree.arbitraryText("*OPT", () -> "SGS-B112,SGS-K22");
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, 30, tree, this::reset);
    panel.addMemory(1, 9);
    source.carrier().overlapping(panel);
  }

  private void declareConnectors(CommandTree tree) {
    tree.choice(
        "CONNector:TRIGger:OMODe",
        Choice.of("SVALid|SNValid|PVOut|PETrigger|PEMSource"),
        () -> triggerConnector,
        word -> {
          connectTrigger(word);
          source.pulsesChanged();
        });
    tree.command(REFERENCE_OUTPUT, 1, 1, this::setReferenceOutput);
    tree.query(REFERENCE_OUTPUT, () -> Replies.plain(referenceOutput / 1e6) + "MHZ");
    tree.stored(() -> referenceOutput, hertz -> referenceOutput = hertz);
  }

  private void connectTrigger(String word) {
    triggerConnector = word;
    source.pulseInput(word.equals("PEMS"));
  }

  private void setReferenceOutput(Call call) {
    double hertz = call.number(RANGES.reference());
    RANGES.requireReference(hertz);
    referenceOutput = hertz;
  }

  private void declareImpairments() {
    NumberRange leakage = new NumberRange(Quantity.PERCENT, -10, 10, 0);
    settings.flag(IMPAIRMENT + ":STATe", false);
    settings.number(IMPAIRMENT + ":LEAKage:I", leakage);
    settings.number(IMPAIRMENT + ":LEAKage:Q", leakage);
    settings.number(
        IMPAIRMENT + ":IQRatio[:MAGNitude]", new NumberRange(Quantity.DECIBELS, -1, 1, 0));
    settings.number(IMPAIRMENT + ":QUADrature[:ANGLe]", new NumberRange(Quantity.ANGLE, -8, 8, 0));
  }

  private void setPresets() {
    settings.preset();
    connectTrigger("SVAL");
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
