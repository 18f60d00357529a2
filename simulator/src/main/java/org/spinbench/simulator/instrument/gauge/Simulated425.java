package org.spinbench.simulator.instrument.gauge;

import org.spinbench.simulator.instrument.FieldInput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.gauge.PlacedNumbers.Parameter;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.PresetSettings;

/**
 * A Lake Shore 425 gaussmeter (docs/manuals/lakeshore.md) with a high-sensitivity probe, whose
 * ranges are 35 G, 350 G, 3.5 kG and 35 kG. A range has 35 000 steps; beyond it the reading stays
 * at full scale.
 */
public final class Simulated425 implements SimulatedInstrument {
  private static final String IDENTITY = "LSCI,MODEL425,4250022,1.0";
  private static final double GAUSS = 1e-4;
  private static final double VACUUM = 4e-7 * Math.PI;

  /** T in the units G, T, Oe and A/m. */
  private static final double[] UNITS = {GAUSS, 1, GAUSS, VACUUM};

  private static final double SMALLEST = 35 * GAUSS;
  private static final int RANGES = 4;
  private static final double STEPS = 35_000;

  private final Surroundings surroundings;
  private final FieldInput input;
  private final FrontPanel panel;

  private final PlacedNumbers unit = new PlacedNumbers("", Parameter.whole(1, UNITS.length, 1));
  private final PlacedNumbers range = new PlacedNumbers("", Parameter.whole(1, RANGES, RANGES));
  private final PlacedNumbers auto = new PlacedNumbers("", Parameter.whole(0, 1, 1));
  private double zero;
  private double relative;
  private double largest;

  /** A gaussmeter with this field at its probe. */
  public Simulated425(Surroundings surroundings, FieldInput input) {
    this.surroundings = surroundings;
    this.input = input;
    CommandTree tree = new CommandTree(LakeShore::engineering);
    unit.declare(tree, "UNIT", () -> {});
    range.declare(tree, "RANGE", () -> auto.setAll(0, 0));
    auto.declare(tree, "AUTO", () -> {});
    tree.query("RDGFIELD", () -> written(field()));
    tree.query("RDGREL", () -> written(field() - relative));
    tree.query("RDGMX", () -> written(largest));
    tree.query("RDGMNMX", () -> LakeShore.engineering(0) + "," + written(largest));
    tree.event("MXRST", () -> largest = 0);
    tree.event("ZPROBE", () -> zero = input.at(surroundings.clock().nanos()));
    tree.command(
        "RELSP", 1, 1, call -> relative = inUnit() * Parameter.real(-350e3, 350e3, 0).read(call));
    tree.query("RELSP", () -> written(relative));
    tree.query("TYPE", () -> "40");
    new PresetSettings(tree).table("lakeshore-425");
    panel = surroundings.frontPanel(IDENTITY, LakeShore.DIALECT, LakeShore.ERRORS, tree, () -> {});
  }

  private double inUnit() {
    return UNITS[(int) unit.get(0, 0) - 1];
  }

  private String written(double tesla) {
    return LakeShore.engineering(tesla / inUnit());
  }

  /** The reading in the present range, T. */
  private double field() {
    double field = input.at(surroundings.clock().nanos()) - zero;
    int present = (int) range.get(0, 0);
    if (auto.get(0, 0) == 1) {
      present = 1;
      while (present < RANGES && Math.abs(field) > fullScale(present)) {
        present++;
      }
      range.set(0, 0, present);
    }
    double step = fullScale(present) / STEPS;
    double noisy = field + 0.5 * step * surroundings.gaussian();
    double shown = Math.max(-STEPS, Math.min(STEPS, StrictMath.rint(noisy / step))) * step;
    largest = Math.max(largest, Math.abs(shown));
    return shown;
  }

  private static double fullScale(int range) {
    return SMALLEST * StrictMath.pow(10, range - 1);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return false;
  }
}
