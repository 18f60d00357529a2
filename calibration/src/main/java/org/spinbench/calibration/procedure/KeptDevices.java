package org.spinbench.calibration.procedure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.Wander;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The devices that a calibration of one device keeps from an earlier calibration.
 *
 * @param scope what is measured
 * @param calibration the earlier one; its deviations include the wander until the new readings
 */
record KeptDevices(BenchFile file, Scope scope, Calibration calibration) {

  /**
   * Joins the devices. The result expires with the earlier calibration, or before.
   *
   * @param measured the new calibration, whose other devices are those of the earlier one
   */
  Calibration with(Calibration measured) {
    List<Curve> curves = new ArrayList<>(calibration.curves());
    curves.removeIf(curve -> scope.fits(curve.device()));
    curves.addAll(measured.curves());
    List<String> renewed = renewed();
    List<String> dead = new ArrayList<>(calibration.dead());
    dead.removeIf(line -> renewed.stream().anyMatch(name -> line.startsWith(name + " (")));
    dead.addAll(measured.dead());
    List<String> warnings = new ArrayList<>(calibration.warnings());
    warnings.removeIf(line -> renewed.stream().anyMatch(name -> mentions(line, name)));
    warnings.addAll(measured.warnings());
    warnings.add(
        String.join(", ", scope.names(true))
            + " alone was measured at this time. Kept from the calibration of "
            + calibration.time()
            + ": "
            + String.join(", ", scope.names(false))
            + ". Their deviations include the wander since then.");
    Instant until = measured.validUntil();
    return new Calibration(
        measured.bench(),
        measured.chip(),
        measured.referencePlane(),
        measured.instruments(),
        measured.time(),
        calibration.validUntil().isBefore(until) ? calibration.validUntil() : until,
        measured.coupling(),
        measured.evaluations(),
        measured.toneFrequencies(),
        measured.chains(),
        measured.neurons(),
        List.copyOf(curves),
        List.copyOf(dead),
        List.copyOf(warnings),
        provenance(measured.provenance()));
  }

  /** Names of the measured chains, synapses and neurons. */
  private List<String> renewed() {
    return Stream.concat(
            scope.names(true).stream(),
            file.chains().stream()
                .flatMap(chain -> chain.synapses().stream())
                .map(BenchFile.Synapse::name)
                .filter(scope::fits))
        .toList();
  }

  /** Whether a line begins with a name, or has it behind "of". */
  private static boolean mentions(String line, String name) {
    return Stream.of(" ", ":", ",").anyMatch(end -> line.startsWith(name + end))
        || line.contains(" readings of " + name + " ");
  }

  private Provenance provenance(Provenance made) {
    Provenance earlier = calibration.provenance();
    List<Wander> wanders = new ArrayList<>(earlier.wanders());
    wanders.removeIf(wander -> scope.fits(wander.device()));
    wanders.addAll(made.wanders());
    Map<String, Double> degrees = new LinkedHashMap<>(earlier.powerDegrees());
    degrees.putAll(made.powerDegrees());
    return new Provenance(made.begun(), 0, "", wanders, degrees);
  }
}
