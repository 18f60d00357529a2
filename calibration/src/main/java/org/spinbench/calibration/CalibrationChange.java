package org.spinbench.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fitted number in two calibrations of one chip.
 *
 * @param device synapse or neuron
 * @param number name of the number
 * @param unit SI unit; empty for a ratio
 * @param before in the earlier calibration; the deviations of resonances and frequencies include
 *     their wander until the later one
 * @param after in the later one
 */
public record CalibrationChange(
    String device, String number, String unit, Value before, Value after) {
  private static final List<String> SYNAPSE_UNITS =
      List.of("Hz", "Hz", "V/W", "V/W", "Hz/A", "Hz/A²", "", "Hz/W");
  private static final List<String> NEURON_UNITS =
      List.of("A", "W/A²", "", "W", "Hz", "Hz/A", "A/V", "V", "1/A²", "Hz/A²");

  /** The numbers of the devices that both calibrations measured, in the order of the later one. */
  public static List<CalibrationChange> between(Calibration earlier, Calibration later) {
    Calibration aged = earlier.aged(later.time());
    List<SynapseResponse> synapses = synapses(aged);
    List<CalibrationChange> changes = new ArrayList<>();
    for (SynapseResponse now : synapses(later)) {
      synapses.stream()
          .filter(was -> was.name().equals(now.name()) && was.rectifies() && now.rectifies())
          .forEach(
              was ->
                  add(
                      changes,
                      now.name(),
                      SynapseResponse.NUMBERS,
                      SYNAPSE_UNITS,
                      was.values(),
                      now.values()));
    }
    for (NeuronResponse now : later.neurons()) {
      aged.neurons().stream()
          .filter(was -> was.name().equals(now.name()) && was.emits() && now.emits())
          .forEach(
              was ->
                  add(
                      changes,
                      now.name(),
                      NeuronResponse.NUMBERS,
                      NEURON_UNITS,
                      was.values(),
                      now.values()));
    }
    return changes;
  }

  private static List<SynapseResponse> synapses(Calibration calibration) {
    return calibration.chains().stream().flatMap(chain -> chain.synapses().stream()).toList();
  }

  private static void add(
      List<CalibrationChange> changes,
      String device,
      List<String> numbers,
      List<String> units,
      List<Value> before,
      List<Value> after) {
    for (int i = 0; i < numbers.size(); i++) {
      if (before.get(i).deviation() > 0 || after.get(i).deviation() > 0) {
        changes.add(
            new CalibrationChange(
                device, numbers.get(i), units.get(i), before.get(i), after.get(i)));
      }
    }
  }

  /** The change, in standard deviations of the difference. */
  public double deviations() {
    return (after.value() - before.value())
        / StrictMath.hypot(before.deviation(), after.deviation());
  }

  /** The largest change, in standard deviations. */
  public static Optional<CalibrationChange> largest(List<CalibrationChange> changes) {
    return changes.stream()
        .max((a, b) -> Double.compare(Math.abs(a.deviations()), Math.abs(b.deviations())));
  }
}
