package org.spinbench.simulator.junction;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.simulator.dynamics.LayerCoupling;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.SymmetricTensor;
import org.spinbench.simulator.dynamics.Vector3;
import org.spinbench.simulator.dynamics.VortexModel;

/**
 * The tables {@code [oscillator]}, {@code [vortex]} and {@code [macrospin]} of a simulation's file.
 *
 * <p>{@code docs/simulate-junction.md} lists their keys.
 */
final class DeviceTables {
  private DeviceTables() {}

  static Device oscillator(TomlTable table) {
    double resonance = table.positive("frequency");
    double half = table.positive("half_width");
    double damping = table.notNegative("nonlinear_damping");
    double depletion = table.notNegativeOr("depletion", 1);
    double shift = table.numberOr("nonlinear_shift", 0);
    double noise = table.notNegativeOr("noise_300k", 0);
    double threshold = table.number("threshold_current");
    double efficiency = table.numberOr("drive_efficiency", 0);
    double resistance = table.positive("resistance");
    double swing = table.notNegative("resistance_swing");
    double start = table.notNegativeOr("initial_amplitude", 0);
    return new OscillatorDevice(
        resonance,
        new NonlinearOscillator(2 * Math.PI * half, damping, depletion, 2 * Math.PI * shift, noise),
        threshold,
        efficiency,
        resistance,
        swing,
        start);
  }

  static Device vortex(TomlTable table) {
    VortexModel.Disc disc =
        new VortexModel.Disc(
            table.positive("radius"),
            table.positive("thickness"),
            table.positive("magnetisation"),
            table.positive("damping"),
            table.positive("damping_factor"),
            table.numberOr("polarisation", 0));
    VortexModel plain =
        disc.model(table.numberOr("stiffness_s2", 0.25), table.numberOr("damping_s2", 0.58));
    VortexModel.Correction k = plain.stiffness();
    VortexModel.Correction d = plain.damping();
    VortexModel.Correction g = plain.gyration();
    VortexModel.Correction oersted = plain.oersted();
    VortexModel model =
        new VortexModel(
            plain.radius(),
            new VortexModel.Correction(
                g.value(), table.numberOr("gyration_s2", 0), table.numberOr("gyration_s4", 0)),
            new VortexModel.Correction(d.value(), d.second(), table.numberOr("damping_s4", 0)),
            new VortexModel.Correction(
                table.positiveOr("stiffness", k.value()),
                k.second(),
                table.numberOr("stiffness_s4", 0)),
            new VortexModel.Correction(
                oersted.value() * table.numberOr("oersted", 1),
                table.numberOr("oersted_s2", 0),
                table.numberOr("oersted_s4", 0)),
            plain.torque(),
            table.numberOr("in_plane_force", 0),
            table.integerOr("chirality", 1),
            table.positiveOr("critical_speed", Double.POSITIVE_INFINITY),
            table.positiveOr("largest_orbit", 1));
    int polarity = table.integerOr("polarity", 1);
    if (Math.abs(polarity) != 1) {
      throw table.refused("polarity", "1 or -1 is expected, not " + polarity);
    }
    double[] start = table.numbersOr("initial", 0, 0);
    double area = Math.PI * disc.radius() * disc.radius();
    return new VortexDevice(
        model,
        polarity,
        start[0],
        start[1],
        resistance(table, "resistance", area),
        table.has("swing_area_product")
            ? perArea(table, "resistance_swing", "swing_area_product", area)
            : table.notNegative("resistance_swing"));
  }

  /** A resistance, Ω, or its product with the area that the junction has, Ω m². */
  private static double resistance(TomlTable table, String key, double area) {
    String product = key.replace("resistance", "resistance_area_product");
    return table.has(product) ? perArea(table, key, product, area) : table.positive(key);
  }

  private static double perArea(TomlTable table, String key, String product, double area) {
    if (table.has(key)) {
      throw table.refused(product, "gives the same as " + key + "; write one of the two");
    }
    return table.positive(product) / area;
  }

  static Device macrospin(TomlTable table) {
    Vector3 field = vector(table.numbersOr("field", 0, 0, 0));
    Vector3 reference = table.has("reference") ? vector(table.numbers("reference", 3)) : null;
    List<Named> layers = table.list("layers", DeviceTables::layer);
    double area = layers.get(0).layer().volume() / layers.get(0).layer().thickness();
    Electrical electrical =
        new Electrical(
            resistance(table, "resistance_parallel", area),
            resistance(table, "resistance_antiparallel", area),
            table.positiveOr("half_voltage", Double.POSITIVE_INFINITY));
    List<String> names = layers.stream().map(Named::name).toList();
    List<MagneticLayer> magnetic = layers.stream().map(Named::layer).toList();
    List<LayerCoupling> couplings = new ArrayList<>();
    table.listOrNone("couplings", one -> coupling(one, names, magnetic)).forEach(couplings::addAll);
    return new MacrospinDevice(
        names,
        magnetic,
        layers.stream().map(Named::start).toList(),
        couplings,
        field,
        electrical,
        reference);
  }

  private record Named(String name, MagneticLayer layer, Vector3 start) {}

  private static Named layer(TomlTable table) {
    String name = table.text("name");
    double[] n = table.numbersOr("demagnetisation", 0, 0, 1);
    double[] off = table.numbersOr("demagnetisation_off_diagonal", 0, 0, 0);
    MagneticLayer layer =
        new MagneticLayer(
            table.positive("magnetisation"),
            table.positive("damping"),
            table.positive("thickness"),
            table.positive("area"),
            new SymmetricTensor(n[0], n[1], n[2], off[0], off[1], off[2]),
            table.numberOr("anisotropy", 0),
            vector(table.numbersOr("axis", 0, 0, 1)),
            new MagneticLayer.SpinTorque(
                table.numberOr("polarisation", 0),
                table.numberOr("asymmetry", 1),
                table.numberOr("field_like", 0),
                vector(table.numbersOr("polariser", 0, 0, 1))),
            table.numberOr("vcma", 0),
            table.positiveOr("barrier_thickness", 1e-9));
    return new Named(name, layer, vector(table.numbersOr("initial", 0, 0, 1)).unit());
  }

  private static List<LayerCoupling> coupling(
      TomlTable table, List<String> names, List<MagneticLayer> layers) {
    List<String> pair = table.texts("layers");
    if (pair.size() != 2 || !names.containsAll(pair) || pair.get(0).equals(pair.get(1))) {
      throw table.refused(
          "layers", "two of the layers " + String.join(", ", names) + " are expected, not " + pair);
    }
    int a = names.indexOf(pair.get(0));
    int b = names.indexOf(pair.get(1));
    List<LayerCoupling> both = new ArrayList<>();
    if (table.has("exchange")) {
      both.addAll(LayerCoupling.exchange(layers, a, b, table.number("exchange")));
    }
    if (table.has("distance")) {
      both.addAll(LayerCoupling.dipolar(layers, a, b, vector(table.numbers("distance", 3))));
    }
    if (both.isEmpty()) {
      throw table.refused(
          "it couples nothing; give exchange (J/m²), or distance (m, three numbers) for dipoles");
    }
    return both;
  }

  private static Vector3 vector(double[] three) {
    return new Vector3(three[0], three[1], three[2]);
  }
}
