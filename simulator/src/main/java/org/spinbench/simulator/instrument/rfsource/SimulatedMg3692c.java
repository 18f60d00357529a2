package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.Wording;

/**
 * An Anritsu MG3692C signal generator of 10 MHz to 20 GHz with step attenuator, without modulation,
 * in its SCPI language. Responses end with a carriage return and a line feed.
 *
 * <p>No manual confirms the options, the levels, the resolutions, the reset values and the settling
 * time. Its native language is not simulated.
 */
public final class SimulatedMg3692c implements SingleRfSource {
  private static final String IDENTITY = "ANRITSU,MG3692C,211201,3.62";
  private static final String OPTIONS = "2A,4";
  private static final double SETTLING_TIME = 5e-3;
  private static final NumberRange FREQUENCY =
      new NumberRange(Quantity.FREQUENCY, 10e6, 20e9, 10e9);
  private static final NumberRange LEVEL = new NumberRange(Quantity.POWER_DBM, -130, 30, 0);

  private final Carrier carrier;
  private final FrontPanel panel;

  public SimulatedMg3692c(Surroundings surroundings) {
    carrier = new Carrier(surroundings, SETTLING_TIME, FREQUENCY.preset(), LEVEL.preset());
    CommandTree tree = new CommandTree(Replies::plain);
    tree.number(
        "[:SOURce#]:FREQuency[:CW|:FIXed]",
        FREQUENCY,
        carrier::frequency,
        hertz -> carrier.frequency(hundredths(hertz)));
    tree.choice("[:SOURce#]:FREQuency:MODE", Choice.of("CW|FIXed"), () -> "CW", word -> {});
    tree.number(
        "[:SOURce#]:POWer[:LEVel][:IMMediate][:AMPLitude]",
        LEVEL,
        carrier::level,
        dbm -> carrier.level(hundredths(dbm)));
    tree.flag("OUTPut#[:STATe]", carrier::on, carrier::on);
    PresetSettings stored = new PresetSettings(tree);
    stored.table("mg3692c");
    tree.arbitraryText("*OPT", () -> OPTIONS);
    panel =
        new FrontPanel(
            surroundings.identity(IDENTITY),
            ScpiVariant.of(Wording.STANDARD).withCarriageReturn(),
            20,
            surroundings.clock(),
            tree,
            () -> {
              stored.preset();
              carrier.preset(FREQUENCY.preset(), LEVEL.preset());
            });
    panel.addMemory(1, 9);
    carrier.overlapping(panel);
  }

  private static double hundredths(double value) {
    return StrictMath.rint(value * 100) / 100;
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Carrier carrier() {
    return carrier;
  }
}
