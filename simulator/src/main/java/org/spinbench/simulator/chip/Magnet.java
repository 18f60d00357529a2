package org.spinbench.simulator.chip;

/**
 * A magnet between the terminals of a source.
 *
 * @param source of current or voltage, or one of its channels
 * @param gaussmeter instrument whose probe is in the magnet
 * @param teslaPerAmpere field at the probe for a current of 1 A
 * @param resistance of the coils, Ω; their inductance is neglected
 */
public record Magnet(String source, String gaussmeter, double teslaPerAmpere, double resistance) {
  static Magnet parse(Section section) {
    Magnet magnet =
        new Magnet(
            section.text("source"),
            section.text("gaussmeter"),
            section.number("tesla_per_ampere", -100, 100),
            section.aboveZeroIfAny("resistance", 1));
    section.end();
    return magnet;
  }
}
