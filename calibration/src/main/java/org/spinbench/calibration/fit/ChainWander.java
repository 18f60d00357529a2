package org.spinbench.calibration.fit;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.Wander;

/** Measures how fast the resonances of a fitted chain wander, from the readings of its fit. */
public final class ChainWander {
  /** Prior deviation of the fitted parameters in the new fit, over their own deviation. */
  private static final double FREE = 30;

  private ChainWander() {}

  /**
   * Measures the wander.
   *
   * @param readings in the order in which they were taken
   * @param times of the readings, s
   * @return rate and deviation in Hz/√s; the repeatability is that of the tones' powers
   * @throws IllegalArgumentException if none of the chain's junctions rectifies
   */
  public static WanderFit.Found of(
      ChainResponse chain, List<ChainReading> readings, double[] times) {
    int synapses = chain.synapses().size();
    ChainModel model = new ChainModel(chain.toneGains().size(), synapses);
    double[] p = model.values(chain, Value::value);
    double[] uncertain = model.values(chain, Value::deviation);
    int[] resonances =
        IntStream.range(0, synapses).map(k -> model.index(k, ChainModel.RESONANCE)).toArray();
    int[] others =
        IntStream.range(0, p.length)
            .filter(j -> uncertain[j] > 0 && IntStream.of(resonances).noneMatch(r -> r == j))
            .toArray();
    int[] all = IntStream.concat(IntStream.of(resonances), IntStream.of(others)).toArray();
    int n = readings.size();
    double[][] slopes = new double[n][];
    double[] residuals = new double[n];
    double[] variances = new double[n];
    double[] bySetting = new double[n];
    for (int i = 0; i < n; i++) {
      ChainReading reading = readings.get(i);
      double[] byAll = new double[p.length];
      model.addSlopes(p, reading, 1, byAll);
      slopes[i] = IntStream.of(all).mapToDouble(j -> byAll[j]).toArray();
      residuals[i] = reading.voltage() - model.voltage(p, reading);
      bySetting[i] = model.settingVariance(p, reading);
    }
    double inflation = ChainFit.inflation(readings, residuals);
    for (int i = 0; i < n; i++) {
      double deviation = readings.get(i).deviation();
      variances[i] = inflation * deviation * deviation + model.powerVariance(p, readings.get(i));
    }
    double[] deviations = IntStream.of(all).mapToDouble(j -> FREE * uncertain[j]).toArray();
    return WanderFit.of(
        new WanderFit.Readings(
            times, slopes, residuals, synapses, deviations, variances, bySetting),
        halfWidth(chain));
  }

  /** Mean half width of the junctions that rectify, Hz. */
  private static double halfWidth(ChainResponse chain) {
    return chain.synapses().stream()
        .filter(SynapseResponse::rectifies)
        .mapToDouble(synapse -> synapse.halfWidth().value())
        .average()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    chain.name()
                        + ": no junction rectifies, so that no reading shows how its resonances"
                        + " wander"));
  }

  /**
   * The wander of one chain by its own readings.
   *
   * @param readings the readings that show it, in words
   */
  public record Own(ChainResponse chain, WanderFit.Found found, String readings) {
    private double widths() {
      return found.rate() / halfWidth(chain);
    }
  }

  /**
   * The wander of all chains. A chain whose own readings show none is assumed to wander like the
   * others, in half widths.
   */
  public static List<Wander> together(List<Own> all) {
    List<Own> seen = all.stream().filter(own -> own.found().seen()).toList();
    return all.stream().map(own -> of(own, seen)).toList();
  }

  private static Wander of(Own own, List<Own> seen) {
    WanderFit.Found found = own.found();
    if (found.seen() || seen.isEmpty()) {
      return wander(own.chain().name(), found, own.readings());
    }
    double squares = 0;
    double uncertain = 0;
    for (Own other : seen) {
      double relative = other.found().deviation() / other.found().rate();
      squares += other.widths() * other.widths() / seen.size();
      uncertain += relative * relative / (seen.size() * (double) seen.size());
    }
    double rate = halfWidth(own.chain()) * Math.sqrt(squares);
    return new Wander(
        own.chain().name(),
        rate,
        rate * Math.sqrt(uncertain),
        found.repeatability(),
        found.degrees(),
        true,
        String.format(
            Locale.ROOT,
            "as the other chains, in half widths; %s would show no less than %.3g kHz/√s",
            own.readings(),
            found.deviation() / 1e3));
  }

  /**
   * The wander of a device by its own readings.
   *
   * @param readings the readings that show it, in words
   */
  public static Wander wander(String device, WanderFit.Found found, String readings) {
    return new Wander(
        device,
        found.rate(),
        found.deviation(),
        found.repeatability(),
        found.degrees(),
        true,
        found.seen() ? "by " + readings : readings + " show none; that is what they would show");
  }
}
