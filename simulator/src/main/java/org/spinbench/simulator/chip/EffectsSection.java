package org.spinbench.simulator.chip;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spinbench.simulator.effects.Backaction;
import org.spinbench.simulator.effects.BiasDependence;
import org.spinbench.simulator.effects.ChipEffects;
import org.spinbench.simulator.effects.DipolarCoupling;
import org.spinbench.simulator.effects.ElectricalNoise;
import org.spinbench.simulator.effects.Fluctuators;
import org.spinbench.simulator.effects.Foldover;
import org.spinbench.simulator.effects.Heating;
import org.spinbench.simulator.effects.PolarBarrier;
import org.spinbench.simulator.effects.ToneMixing;

/**
 * The section {@code [simulation.effects]}: a table for each effect that is on, whose keys may be
 * left out. The values in their place, their units and where they come from stand in
 * docs/worlds.md.
 */
final class EffectsSection {
  private static final double HUGE = Double.MAX_VALUE;
  private static final double TINY = Double.MIN_NORMAL;

  private EffectsSection() {}

  static ChipEffects parse(Section section) {
    ChipEffects effects =
        new ChipEffects(
            section.sectionIfAny("heating").map(EffectsSection::heating),
            section.sectionIfAny("bias").map(EffectsSection::bias),
            section.sectionIfAny("telegraph").flatMap(s -> fluctuators(s, 1e-4, 1e-3, 1, 100)),
            section.sectionIfAny("mode_hops").flatMap(s -> fluctuators(s, 1, 3, 1, 10)),
            section.sectionIfAny("hysteresis").map(s -> alone(s, "width", 1, 0.2e-3)).orElse(0.0),
            section.sectionIfAny("asymmetry").map(s -> alone(s, "angle", 4, 0.25)).orElse(0.0),
            section.sectionIfAny("cross_talk").map(EffectsSection::mixing),
            section.sectionIfAny("foldover").map(EffectsSection::foldover),
            section
                .sectionIfAny("dipoles")
                .map(s -> DipolarCoupling.at(alone(s, "distance", 1, 20e-6))),
            section.sectionIfAny("electrical_noise").map(EffectsSection::electrical),
            section.sectionIfAny("barrier").map(EffectsSection::barrier),
            section.sectionIfAny("backaction").map(EffectsSection::backaction));
    section.end();
    return effects;
  }

  /** Correlations of properties with the frequency, by their keys. */
  static Map<String, Double> correlations(Section section) {
    Map<String, Double> all = new TreeMap<>();
    for (String key : Simulation.Spread.CORRELATED) {
      double together = section.numberIfAny(key, -1, 1, 0);
      if (together != 0) {
        all.put(key, together);
      }
    }
    section.end();
    return all;
  }

  private static double alone(Section section, String key, double most, double otherwise) {
    double value = section.numberIfAny(key, TINY, most, otherwise);
    section.end();
    return value;
  }

  private static Heating heating(Section section) {
    double share = section.numberIfAny("fast_share", 0, 1, 0.7);
    Heating heating =
        new Heating(
            section.numberIfAny("resistance", 0, 1e9, 1e4),
            section.numberIfAny("polarity", -1, 1, 0.1),
            section.numberIfAny("coefficient", -0.1, 0.1, -5e-4),
            List.of(
                new Heating.Pole(share, section.numberIfAny("fast_time", TINY, HUGE, 5e-9)),
                new Heating.Pole(1 - share, section.numberIfAny("slow_time", TINY, HUGE, 1e-6))));
    section.end();
    return heating;
  }

  private static BiasDependence bias(Section section) {
    BiasDependence bias =
        new BiasDependence(
            section.numberIfAny("positive", TINY, HUGE, 0.5),
            section.numberIfAny("negative", TINY, HUGE, 0.45));
    section.end();
    return bias;
  }

  private static Optional<Fluctuators> fluctuators(
      Section section, double least, double most, double share, double longest) {
    double smallest = section.numberIfAny("least", 0, HUGE, least);
    double largest = section.numberIfAny("most", 0, HUGE, most);
    double shortest = section.numberIfAny("shortest", TINY, HUGE, 1e-3);
    double last = section.numberIfAny("longest", TINY, HUGE, longest);
    double having = section.numberIfAny("share", 0, 1, share);
    section.end();
    boolean sizes = ordered(section, "most", largest, "least", smallest);
    boolean times = ordered(section, "longest", last, "shortest", shortest);
    return sizes && times
        ? Optional.of(new Fluctuators(having, smallest, largest, shortest, last))
        : Optional.empty();
  }

  private static boolean ordered(
      Section section, String key, double value, String other, double least) {
    if (value < least) {
      section.wrong(key, "is " + value + ", smaller than " + other + ", " + least);
      return false;
    }
    return true;
  }

  private static ToneMixing mixing(Section section) {
    ToneMixing mixing =
        new ToneMixing(
            below(section, "leak_db", 30),
            below(section, "second_harmonic_db", 30),
            below(section, "third_harmonic_db", 40),
            section.numberIfAny("intercept", TINY, Double.POSITIVE_INFINITY, 8.5e-3));
    section.end();
    return mixing;
  }

  /** A power ratio, given as so many dB below. */
  private static double below(Section section, String key, double otherwise) {
    return StrictMath.pow(10, -section.numberIfAny(key, 0, HUGE, otherwise) / 10);
  }

  private static Foldover foldover(Section section) {
    Foldover line =
        new Foldover(
            section.numberIfAny("shift", -1e12, 1e12, 27e6),
            section.numberIfAny("damping", 0, 1e3, 2),
            section.numberIfAny("orbit", 0, 1e9, 348));
    section.end();
    return line;
  }

  private static ElectricalNoise electrical(Section section) {
    double hooge = section.numberIfAny("hooge", 0, 1, 1e-21);
    ElectricalNoise noise =
        new ElectricalNoise(
            hooge / section.numberIfAny("area", TINY, HUGE, 1.08e-13),
            section.numberIfAny("spread", 0, 10, 1),
            section.numberIfAny("slowest", TINY, 1, 1e-3),
            section.numberIfAny("fastest", 1, HUGE, 1e2));
    section.end();
    return noise;
  }

  private static PolarBarrier barrier(Section section) {
    PolarBarrier barrier =
        new PolarBarrier(
            section.numberIfAny("positive_voltage", TINY, HUGE, 1.2),
            section.numberIfAny("acceleration", 0, HUGE, 30),
            section.numberIfAny("negative_voltage", TINY, HUGE, 1.1),
            section.numberIfAny("exponent", 0, HUGE, 40),
            section.numberIfAny("area", TINY, HUGE, 1),
            section.numberIfAny("alternating", TINY, 1, 0.3),
            section.numberIfAny("shape", TINY, HUGE, 1.5));
    section.end();
    return barrier;
  }

  private static Backaction backaction(Section section) {
    Backaction backaction =
        new Backaction(
            below(section, "isolation_db", 40), section.numberIfAny("range", 0, HUGE, 5.3e8));
    section.end();
    return backaction;
  }
}
