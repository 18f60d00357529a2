package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds start values for the fit of a chain: the line of each synapse, from its own sweeps. */
final class ChainStart {
  /** Sensitivity over the best of the chain below which a junction counts as not rectifying. */
  private static final double DEAD = 0.1;

  /** Least sum of squares that a line must explain, over that of the chain's best line. */
  private static final double FAINT = 3e-3;

  /** Least part of the variance of its sweeps that a line must explain. */
  private static final double EXPLAINED = 0.3;

  /** Least sum over the sweeps of signal squared over noise squared. */
  private static final double SIGNIFICANT = 50;

  private final ChainModel model;
  private final List<ChainFit.Design> designs;
  private final double maximumField;
  private final List<ChainFit.Sweep> sweeps;

  ChainStart(
      ChainModel model,
      List<ChainFit.Design> designs,
      double maximumField,
      List<ChainFit.Sweep> sweeps) {
    this.model = model;
    this.designs = designs;
    this.maximumField = maximumField;
    this.sweeps = sweeps;
  }

  /**
   * Start values from the sweeps, the strongest lines first: each line is searched for in the
   * residuals of those before it.
   *
   * @param silent receives the synapses without a line
   * @param signs of the tunings in the search for lines; 0 for either
   */
  double[] start(Set<Integer> silent, int[] signs) {
    Set<Integer> all = IntStream.range(0, designs.size()).boxed().collect(Collectors.toSet());
    double[] p = silence(new double[model.parameters()], all);
    Arrays.fill(p, ChainModel.GAINS, model.index(0, 0), 1);
    double[] gains = new double[designs.size()];
    for (int k : strongestFirst()) {
      List<List<ChainReading>> own = without(p, sweepsOf(k));
      LineSearch.Line line = search(k, own, signs[k]);
      double noise = 0;
      int count = 0;
      for (List<ChainReading> sweep : own) {
        for (ChainReading r : sweep) {
          noise += r.deviation() * r.deviation();
          count++;
        }
      }
      if (count == 0 || line.explained() < EXPLAINED || line.gain() < SIGNIFICANT * noise / count) {
        silent.add(k);
        continue;
      }
      gains[k] = line.gain();
      p[model.index(k, ChainModel.RESONANCE)] = line.resonance();
      p[model.index(k, ChainModel.WIDTH)] = line.width();
      p[model.index(k, ChainModel.ANTISYMMETRIC)] = line.antisymmetric();
      p[model.index(k, ChainModel.SYMMETRIC)] = line.symmetric();
      p[model.index(k, ChainModel.TUNING)] = line.tuning();
    }
    double best = Arrays.stream(gains).max().orElse(0);
    IntStream.range(0, gains.length).filter(k -> gains[k] < FAINT * best).forEach(silent::add);
    silent.addAll(weak(silence(p, silent)));
    return silence(p, silent);
  }

  private LineSearch.Line search(int k, List<List<ChainReading>> own, int sign) {
    return new LineSearch(designs.get(k), k, own).find(maximumField, sign);
  }

  /** Synapses in the order of the variance that each line explains alone, the largest first. */
  private List<Integer> strongestFirst() {
    double[] gains =
        IntStream.range(0, designs.size())
            .mapToDouble(k -> search(k, sweepsOf(k), 0).gain())
            .toArray();
    return IntStream.range(0, gains.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -gains[k]))
        .toList();
  }

  /** Sweeps less the voltages of the lines that are known. */
  private List<List<ChainReading>> without(double[] known, List<List<ChainReading>> some) {
    return some.stream()
        .map(sweep -> sweep.stream().map(r -> r.less(model.voltage(known, r))).toList())
        .toList();
  }

  private List<List<ChainReading>> sweepsOf(int k) {
    return sweeps.stream().filter(s -> s.synapse() == k).map(ChainFit.Sweep::readings).toList();
  }

  /** Synapses that rectify too little, compared with the best, to count as working. */
  Set<Integer> weak(double[] p) {
    double best = 0;
    for (int k = 0; k < designs.size(); k++) {
      best = Math.max(best, amplitude(p, k));
    }
    Set<Integer> weak = new TreeSet<>();
    for (int k = 0; k < designs.size(); k++) {
      if (amplitude(p, k) < DEAD * best || best == 0) {
        weak.add(k);
      }
    }
    return weak;
  }

  /** Amplitude of a synapse's line, both parts together, V/W. */
  double amplitude(double[] p, int k) {
    return StrictMath.hypot(
        p[model.index(k, ChainModel.ANTISYMMETRIC)], p[model.index(k, ChainModel.SYMMETRIC)]);
  }

  /** Start values in which some synapses have their design line and rectify nothing. */
  double[] silence(double[] start, Set<Integer> silent) {
    double[] p = start.clone();
    for (int k : silent) {
      p[model.index(k, ChainModel.RESONANCE)] = designs.get(k).frequency();
      p[model.index(k, ChainModel.WIDTH)] = 0.016 * designs.get(k).scale();
      for (int i = ChainModel.ANTISYMMETRIC; i < ChainModel.PER_SYNAPSE; i++) {
        p[model.index(k, i)] = 0;
      }
    }
    return p;
  }
}
