package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where the fit of a chain begins: the line of each synapse, as its own sweeps show it. */
final class ChainStart {
  /** A junction whose sensitivity is below this part of the chain's best does not rectify. */
  private static final double DEAD = 0.1;

  /** A line explains, in V², at least this part of what the chain's best line does. */
  private static final double FAINT = 3e-3;

  /** A line explains at least this part of its sweeps. */
  private static final double EXPLAINED = 0.3;

  /** Signal over noise, both squared and summed over the sweeps, below which nothing was seen. */
  private static final double SIGNIFICANT = 50;

  private final ChainModel model;
  private final List<SynapseDesign> designs;
  private final double maximumField;
  private final List<ChainFit.Sweep> sweeps;

  ChainStart(
      ChainModel model,
      List<SynapseDesign> designs,
      double maximumField,
      List<ChainFit.Sweep> sweeps) {
    this.model = model;
    this.designs = designs;
    this.maximumField = maximumField;
    this.sweeps = sweeps;
  }

  /**
   * Start values from the sweeps, those of the strongest lines first: what a junction shows of its
   * own is what they leave.
   *
   * @param silent takes the synapses without a line
   * @param signs of the tunings with which lines are looked for; 0 for either
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

  /** By the part of its sweeps that each explains alone, skirts of others' lines included. */
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

  /** Sweeps less what the lines that are known already rectify. */
  private List<List<ChainReading>> without(double[] known, List<List<ChainReading>> some) {
    return some.stream()
        .map(sweep -> sweep.stream().map(r -> r.less(model.voltage(known, r))).toList())
        .toList();
  }

  private List<List<ChainReading>> sweepsOf(int k) {
    return sweeps.stream().filter(s -> s.synapse() == k).map(ChainFit.Sweep::readings).toList();
  }

  /** Synapses that rectify too little, beside the best, to count as working. */
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

  /** Of both parts of a synapse's line, V/W. */
  double amplitude(double[] p, int k) {
    return StrictMath.hypot(
        p[model.index(k, ChainModel.ANTISYMMETRIC)], p[model.index(k, ChainModel.SYMMETRIC)]);
  }

  /** With the design's line, and nothing rectified, for some synapses. */
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
