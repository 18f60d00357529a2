package org.spinbench.calibration;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Prints a calibration as a table. */
final class CalibrationTable {
  private final StringBuilder text = new StringBuilder();
  private List<String> dead = List.of();

  private CalibrationTable() {}

  static String of(Calibration calibration) {
    CalibrationTable table = new CalibrationTable();
    table.dead = calibration.dead();
    table.head(calibration);
    for (int i = 0; i < calibration.toneFrequencies().size(); i++) {
      table.line("tone of input %d at %.3f MHz", i + 1, calibration.toneFrequencies().get(i) / 1e6);
    }
    calibration.chains().forEach(chain -> table.chain(chain, calibration.wander(chain)));
    calibration.neurons().forEach(neuron -> table.neuron(neuron, calibration.wander(neuron)));
    table.priors(calibration);
    calibration.dead().forEach(s -> table.line("DEAD: %s", s));
    calibration.warnings().forEach(s -> table.line("note: %s", s));
    return table.text.toString();
  }

  private void head(Calibration c) {
    line("%s: calibration of chip \"%s\"", c.bench(), c.chip());
    line(
        "%s, valid %s, %d evaluations",
        c.time().equals(Instant.EPOCH) ? "not measured" : "measured " + c.time(),
        c.validUntil().equals(Instant.MAX) ? "without an end" : "until " + c.validUntil(),
        c.evaluations());
    if (!c.time().equals(Instant.EPOCH)) {
      line("deviations are those at that time; resonances and frequencies wander");
    }
    line("reference plane: %s", c.referencePlane());
    c.instruments().forEach(i -> line("instrument: %s", i));
  }

  private void chain(ChainResponse c, Wander wander) {
    line("");
    line(
        "%s%s",
        c.name(),
        c.fit().parameters().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                " (reduced chi-square %.2f, the scatter of its resonances allowed for)",
                c.fit().reducedChiSquare()));
    row("offset", c.offset(), 1e-6, "µV");
    row("saturation", c.saturation(), 1, "1/W");
    for (int t = 1; t < c.toneGains().size(); t++) {
      row("gain of tone " + (t + 1), c.toneGains().get(t), 1, "");
    }
    line("    %-24s %.1f kHz rms", "scatter of resonances", c.resonanceNoise() / 1e3);
    wander("wander of resonances", wander);
    for (SynapseResponse s : c.synapses()) {
      if (!s.rectifies()) {
        missing("  " + s.name(), s.junction(), "does not respond");
        continue;
      }
      line("  %s (junction %d)", s.name(), s.junction());
      row("resonance", s.resonance(), 1e6, "MHz");
      row("half width", s.halfWidth(), 1e6, "MHz");
      row("antisymmetric part", s.antisymmetric(), 1, "V/W");
      row("symmetric part", s.symmetric(), 1, "V/W");
      row("tuning", s.tuning(), 1e9, "MHz/mA");
      row("quadratic tuning", s.tuningQuadratic(), 1e12, "MHz/mA²");
      row("cross-talk", s.crosstalk(), 1e-2, "%");
    }
  }

  /** Names the numbers that rest on their priors. */
  private void priors(Calibration calibration) {
    List<String> resting =
        calibration.priors().stream()
            .filter(one -> one.influence().dominated())
            .map(PriorOfNumber::name)
            .toList();
    if (!resting.isEmpty()) {
      line("");
      line(
          "prior-dominated (the readings say less than the prior): %s", String.join(", ", resting));
    }
  }

  /** Prints a device without numbers; one that is not dead was not measured. */
  private void missing(String name, int junction, String found) {
    boolean known = dead.stream().anyMatch(line -> line.startsWith(name.strip() + " ("));
    line(
        "%s (junction %d): %s, counted as missing",
        name, junction, known ? found : "not calibrated");
  }

  private void neuron(NeuronResponse n, Wander wander) {
    line("");
    if (!n.emits()) {
      missing(n.name(), n.junction(), "does not emit");
      return;
    }
    line(
        "%s (junction %d%s)",
        n.name(),
        n.junction(),
        n.fit().parameters().isEmpty()
            ? ""
            : String.format(Locale.ROOT, ", reduced chi-square %.2f", n.fit().reducedChiSquare()));
    row("threshold", n.threshold(), 1e-3, "mA");
    row("slope K", n.slope(), 1, "W/A²");
    row("Q", n.q(), 1, "");
    row("power at threshold", n.thresholdPower(), 1e-9, "nW");
    row("frequency at threshold", n.frequency(), 1e6, "MHz");
    row("pulling", n.pulling(), 1e9, "MHz/mA");
    row("transconductance", n.transconductance(), 1, "mA/mV");
    row("amplifier offset", n.offset(), 1e-3, "mV");
    if (n.biasLoss().deviation() > 0) {
      row("loss with current", n.biasLoss(), 1, "1/A²");
    }
    if (n.curvature().deviation() > 0) {
      row("curvature", n.curvature(), 1e12, "MHz/mA²");
    }
    if (n.linewidth().deviation() > 0) {
      row("width of lines in band", n.linewidth(), 1e6, "MHz");
    }
    line("    %-24s %.1f %% rms", "power noise", n.powerNoise() * 100);
    line("    %-24s %.1f kHz rms", "frequency noise", n.frequencyNoise() / 1e3);
    wander("wander of the frequency", wander);
  }

  /** Prints the rate, and the displacement during the use of a calibration. */
  private void wander(String what, Wander wander) {
    String rate =
        wander.rate() == 0
            ? String.format(Locale.ROOT, "below %.3g kHz/√s", wander.deviation() / 1e3)
            : wander.measured()
                ? String.format(
                    Locale.ROOT,
                    "%.3g ± %.2g kHz/√s",
                    wander.rate() / 1e3,
                    wander.deviation() / 1e3)
                : String.format(Locale.ROOT, "%.3g kHz/√s", wander.rate() / 1e3);
    line(
        "    %-24s %s: %.2g MHz in an hour, %.2g MHz in a day (%s)",
        what, rate, wander.after(3600) / 1e6, wander.after(86_400) / 1e6, wander.source());
  }

  private void row(String what, Value v, double unit, String symbol) {
    double deviation = v.deviation() / unit;
    if (deviation == 0) {
      String number = String.format(Locale.ROOT, "%.3f %s", v.value() / unit, symbol).strip();
      line("    %-24s %s (no deviation known)", what, number);
      return;
    }
    int digits = Math.max(0, 1 - (int) Math.floor(StrictMath.log10(deviation)));
    String number = "%." + Math.min(digits, 9) + "f";
    line("    %-24s " + number + " ± " + number + " %s", what, v.value() / unit, deviation, symbol);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }
}
