package org.spinbench.experiments.drone.data;

/**
 * A class of transmitters that the generator knows: how wide a burst is, and the rule by which a
 * transmitter's identity chooses where its bursts go.
 *
 * @param name short name, as in tables and plots
 * @param bandwidth width of the flat band that stands for the modulation, Hz
 * @param rule from an identity to the sequence of carriers
 */
public record Protocol(String name, double bandwidth, HopRule rule) {
  /** Checks the bandwidth. */
  public Protocol {
    if (!(bandwidth > 0 && bandwidth < Band.SPAN)) {
      throw new IllegalArgumentException(
          "protocol "
              + name
              + ": bandwidth "
              + bandwidth
              + " Hz must lie between 0 and the "
              + Band.SPAN
              + " Hz of the receiver");
    }
  }
}
