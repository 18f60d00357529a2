package org.spinbench.experiments.spectra;

import java.util.random.RandomGenerator;
import org.spinbench.experiments.task.Seeds;

/**
 * Training spectra, epoch by epoch: always the same, the same with new changes, or always new.
 * Every learner of one stream receives the same spectra.
 */
@FunctionalInterface
public interface SpectraStream {
  /**
   * The spectra of an epoch, of the same classes and bins in every epoch; the same number gives the
   * same spectra.
   *
   * @param number of the epoch, from 1
   */
  Spectra epoch(int number);

  /** A change to one spectrum. */
  @FunctionalInterface
  interface Change {
    /**
     * A changed copy of a spectrum.
     *
     * @param powers relative; read only
     * @param random for this spectrum in this epoch
     */
    double[] of(double[] powers, RandomGenerator random);
  }

  /** The same spectra in every epoch. */
  static SpectraStream of(Spectra spectra) {
    return number -> spectra;
  }

  /** The same spectra with new changes to every row in every epoch. */
  default SpectraStream changed(Change change, long seed) {
    return number -> {
      Spectra spectra = epoch(number);
      double[][] powers = spectra.powers();
      for (int row = 0; row < powers.length; row++) {
        powers[row] = change.of(powers[row], Seeds.generator(seed, number, row));
      }
      return spectra.with(powers);
    };
  }
}
