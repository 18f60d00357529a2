package org.spinbench.simulator.ensemble;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.spinbench.simulator.effects.Backaction;
import org.spinbench.simulator.effects.ChipEffects;
import org.spinbench.simulator.effects.ToneMixing;

/**
 * The tones in the junctions of one chain: those that are meant for it, then the unwanted ones. A
 * source is a neuron by its number, or an input by the number that is left of −1.
 */
final class VirtualTones {
  private final int[] own;
  private final int[] strangers;
  private final ChipEffects effects;

  /** Of each tone, Hz. */
  final double[] frequencies;

  /** Of each tone, W. */
  final double[] powers;

  /**
   * Silence.
   *
   * @param own sources whose tones are meant for the chain
   */
  VirtualTones(int[] own, int inputs, int neurons, ChipEffects effects) {
    this.own = own;
    this.effects = effects;
    strangers =
        IntStream.range(-inputs, neurons)
            .filter(source -> Arrays.stream(own).noneMatch(one -> one == source))
            .toArray();
    int heard = own.length + strangers.length;
    int count = effects.mixing().map(mixing -> mixing.size(heard)).orElse(own.length);
    frequencies = new double[count];
    powers = new double[count];
  }

  /** Takes what the sources put out now, Hz and W at the chain. */
  void sound(IntToDoubleFunction frequency, IntToDoubleFunction power) {
    for (int i = 0; i < own.length; i++) {
      frequencies[i] = frequency.applyAsDouble(own[i]);
      powers[i] = power.applyAsDouble(own[i]);
    }
    effects.backaction().ifPresent(backaction -> pull(backaction, frequency));
    effects.mixing().ifPresent(mixing -> mix(mixing, frequency, power));
  }

  private void pull(Backaction backaction, IntToDoubleFunction frequency) {
    for (int i = 0; i < own.length; i++) {
      for (int j = 0; j < own.length; j++) {
        if (i != j && own[i] >= 0 && own[j] >= 0) {
          double foreign = frequency.applyAsDouble(own[j]);
          frequencies[i] = backaction.pulled(frequencies[i], foreign, powers[j]);
        }
      }
    }
  }

  private void mix(ToneMixing mixing, IntToDoubleFunction frequency, IntToDoubleFunction power) {
    for (int i = 0; i < strangers.length; i++) {
      frequencies[own.length + i] = frequency.applyAsDouble(strangers[i]);
      powers[own.length + i] = mixing.leak() * power.applyAsDouble(strangers[i]);
    }
    int heard = own.length + strangers.length;
    double[][] mixed = mixing.mix(Arrays.copyOf(frequencies, heard), Arrays.copyOf(powers, heard));
    System.arraycopy(mixed[0], 0, frequencies, 0, frequencies.length);
    System.arraycopy(mixed[1], 0, powers, 0, powers.length);
  }

  /** Of all tones together, W. */
  double power() {
    double sum = 0;
    for (double power : powers) {
      sum += power;
    }
    return sum;
  }
}
