package org.spinbench.simulator.chip;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.simulator.circuit.RfLadder;
import org.spinbench.simulator.circuit.RfLadder.Element;
import org.spinbench.simulator.circuit.RfLadder.Line;
import org.spinbench.simulator.circuit.RfLadder.Series;
import org.spinbench.simulator.circuit.RfLadder.Shunt;

/**
 * The section {@code [simulation.circuit]} of a bench file: the parts between the reference plane
 * of a chain and its junctions. A part whose key is missing is ideal.
 *
 * <pre>
 *   source ── cable ── C_block ──┬── L_lead + r_lead + junction ──┬── L_lead + ... ── ground
 *                             L_choke                           C_pad
 * </pre>
 *
 * @param sourceImpedance that the chain sees at its reference plane, Ω: 50 (1 + Γ)/(1 − Γ) for a
 *     source with the reflection Γ
 * @param cableImpedance characteristic impedance of the cable, Ω
 * @param cableDelay time that a wave takes through the cable, s
 * @param cableLoss of a wave that passes the cable once at 1 GHz, dB; grows with √f
 * @param blockCapacitance of the bias tee in the RF path, F; infinite for none
 * @param chokeInductance of the bias tee in the DC path, H; infinite for none
 * @param padCapacitance from behind each junction to ground, F
 * @param leadInductance in series with each junction, H
 * @param leadResistance the same, Ω
 * @param junctionCapacitance in parallel with each barrier, F
 */
record CircuitLayout(
    double sourceImpedance,
    double cableImpedance,
    double cableDelay,
    double cableLoss,
    double blockCapacitance,
    double chokeInductance,
    double padCapacitance,
    double leadInductance,
    double leadResistance,
    double junctionCapacitance) {
  private static final double LINE = 50;

  /** Junctions in series behind a matched source, with nothing beside them. */
  static final CircuitLayout IDEAL =
      new CircuitLayout(
          LINE, LINE, 0, 0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0, 0, 0);

  static CircuitLayout parse(Section section) {
    CircuitLayout layout =
        new CircuitLayout(
            section.aboveZeroIfAny("source_impedance", LINE),
            section.aboveZeroIfAny("cable_impedance", LINE),
            section.notNegativeIfAny("cable_delay"),
            section.notNegativeIfAny("cable_loss_db"),
            section.aboveZeroIfAny("block_capacitance", Double.POSITIVE_INFINITY),
            section.aboveZeroIfAny("choke_inductance", Double.POSITIVE_INFINITY),
            section.notNegativeIfAny("pad_capacitance"),
            section.notNegativeIfAny("lead_inductance"),
            section.notNegativeIfAny("lead_resistance"),
            section.notNegativeIfAny("junction_capacitance"));
    section.end();
    return layout;
  }

  /**
   * Share of the available power that each junction of a chain absorbs.
   *
   * @param resistances of the junctions, Ω; infinite for an open one
   * @param frequency Hz, above zero
   */
  double[] shares(double[] resistances, double frequency) {
    List<Element> elements = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    if (cableDelay > 0 || cableLoss > 0) {
      elements.add(new Line(cableImpedance, cableDelay, cableLoss));
    }
    int series = 0;
    if (Double.isFinite(blockCapacitance)) {
      elements.add(new Series(Double.POSITIVE_INFINITY, 0, blockCapacitance));
      series++;
    }
    if (Double.isFinite(chokeInductance)) {
      elements.add(new Shunt(0, 0, chokeInductance));
    }
    for (int k = 0; k < resistances.length; k++) {
      if (leadInductance > 0 || leadResistance > 0) {
        elements.add(new Series(leadResistance, leadInductance, 0));
        series++;
      }
      elements.add(new Series(resistances[k], 0, junctionCapacitance));
      places.add(series++);
      if (padCapacitance > 0 && k < resistances.length - 1) {
        elements.add(new Shunt(0, padCapacitance, Double.POSITIVE_INFINITY));
      }
    }
    double[] absorbed = new RfLadder(sourceImpedance, elements).absorbed(frequency, 1);
    return places.stream().mapToDouble(place -> absorbed[place]).toArray();
  }
}
