package org.spinbench.experiments.training.trainer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.task.Normal;

/**
 * Draws chips from a belief: each number of a calibration independently, within its deviation. A
 * number well away from zero is log-normal, so that it keeps its sign.
 */
public final class Belief {
  /** Number of deviations from zero above which a number keeps its sign. */
  private static final double CERTAIN_SIGN = 2;

  private final RandomGenerator random;

  private Belief(RandomGenerator random) {
    this.random = random;
  }

  /** Draws one chip that agrees with a calibration. */
  public static Calibration draw(Calibration c, RandomGenerator random) {
    Belief belief = new Belief(random);
    return c.with(
        c.chains().stream().map(belief::chain).toList(),
        c.neurons().stream().map(n -> n.with(belief.values(n.values()))).toList());
  }

  private Value value(Value v) {
    double shift = Normal.draw(random);
    if (v.deviation() == 0) {
      return v;
    }
    if (Math.abs(v.value()) < CERTAIN_SIGN * v.deviation()) {
      return Value.exact(v.value() + v.deviation() * shift);
    }
    return Value.exact(v.value() * StrictMath.exp(shift * v.deviation() / Math.abs(v.value())));
  }

  private List<Value> values(List<Value> of) {
    return of.stream().map(this::value).toList();
  }

  private ChainResponse chain(ChainResponse c) {
    List<Value> gains = values(c.toneGains());
    return new ChainResponse(
        c.name(),
        value(c.offset()),
        value(c.saturation()),
        gains,
        c.synapses().stream().map(s -> s.with(values(s.values()))).toList(),
        c.resonanceNoise(),
        c.fit());
  }
}
