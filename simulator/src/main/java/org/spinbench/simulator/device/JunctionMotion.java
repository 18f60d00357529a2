package org.spinbench.simulator.device;

/** The mode of one junction in time. */
interface JunctionMotion {
  /** Longest step that keeps it exact, s. */
  double step();

  /** Lets so many of these steps pass. */
  void advance(long steps);

  /** I_rf Re(c e^{iψ}) now, or its slow part, A. */
  double rectified();

  /** Real part of the amplitude c in a frame that turns with the resonance, as exp(−iω₀t). */
  double real();

  /** Imaginary part of the same. */
  double imaginary();

  /** Ways to start it. */
  interface Model {
    /**
     * Under tones, without noise.
     *
     * @param resonance with the bias, Hz
     * @param bias direct current, A
     * @param thermal ⟨p⟩ of the thermal orbit, for a model that counts it in closed form
     * @param re real part of c at the beginning
     * @param im imaginary part of the same
     */
    JunctionMotion driven(
        double resonance,
        double bias,
        double thermal,
        double[] frequencies,
        double[] powers,
        double re,
        double im);

    /**
     * Under its own noise, without tones.
     *
     * @param current A
     * @param re real part of c at the beginning
     */
    JunctionMotion free(double current, double re);
  }
}
