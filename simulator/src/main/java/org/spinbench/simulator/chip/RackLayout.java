package org.spinbench.simulator.chip;

/**
 * What is joined to the instruments of a bench without a chip. Every source of direct current or
 * voltage has a resistor; voltmeters and lock-in amplifiers see the voltage of the first one;
 * analyzers and power meters see the tones of all RF sources.
 *
 * @param load resistance of a resistor, Ω
 * @param lossDb from an RF source to an analyzer or a power meter, dB
 */
public record RackLayout(double load, double lossDb) {
  static final RackLayout USUAL = new RackLayout(50, 0);

  static RackLayout parse(Section section) {
    RackLayout rack =
        new RackLayout(
            section.aboveZeroIfAny("load", USUAL.load),
            section.numberIfAny("loss_db", 0, 200, USUAL.lossDb));
    section.end();
    return rack;
  }
}
