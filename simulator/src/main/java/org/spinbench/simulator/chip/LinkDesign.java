package org.spinbench.simulator.chip;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.simulator.physics.AmplifierNoise;

/**
 * The amplifiers of a link, as the section {@code [simulation.link]} describes them.
 *
 * @param compressionPower power at the next chain's junctions at which the gain is down by 1 dB, W
 * @param stages from the neuron on, with their noise; a loss follows that leaves the gain of the
 *     link; none for a link without noise
 */
public record LinkDesign(double compressionPower, List<AmplifierNoise.Stage> stages) {
  static LinkDesign parse(Section section) {
    double compression = section.positive("compression_power");
    List<AmplifierNoise.Stage> stages =
        section.sections("stages").stream().map(LinkDesign::stage).toList();
    section.end();
    return new LinkDesign(compression, stages);
  }

  private static AmplifierNoise.Stage stage(Section section) {
    double gain = section.number("gain_db", -200, 200);
    double figure = section.number("noise_figure_db", 0, 200);
    section.end();
    return AmplifierNoise.Stage.decibels(gain, figure);
  }

  boolean isNoisy() {
    return !stages.isEmpty();
  }

  /**
   * Density of the noise behind a link, W/Hz; 0 without stages.
   *
   * @param from name of its neuron
   * @param nominalDb gain of the link by the bench file
   * @param gain of this link, a power ratio
   * @throws SimulationException if the stages amplify less than the link
   */
  double noise(String from, double nominalDb, double gain) {
    if (stages.isEmpty()) {
      return 0;
    }
    double decibels = stages.stream().mapToDouble(AmplifierNoise.Stage::decibels).sum();
    if (decibels < nominalDb - 1e-9) {
      throw new SimulationException(
          Map.of(
              "simulation.link.stages",
              String.format(
                  Locale.ROOT,
                  "amplify by %.1f dB, but the link of %s by %.1f dB (link_gain_db); give every"
                      + " stage, a loss at the end may be left out",
                  decibels,
                  from,
                  nominalDb)));
    }
    return AmplifierNoise.density(stages, gain);
  }
}
