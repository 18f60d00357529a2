package org.spinbench.experiments.study.drone.transmission;

/**
 * A link from one transmitter to another.
 *
 * @param sender its sending end
 * @param waveform of a burst
 * @param carriers in the order of the hops, Hz; the sequence repeats
 * @param schedule of the bursts
 */
record RadioLink(Sender sender, Waveform waveform, double[] carriers, Schedule schedule) {
  /** The two ends of a link, which are received at different levels. */
  enum Sender {
    /** The remote control, in the pilot's hands. */
    REMOTE,
    /** The aircraft. */
    AIRCRAFT
  }

  /** The same with an offset of the crystal. */
  RadioLink shifted(double offset) {
    double[] moved = carriers.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += offset;
    }
    return new RadioLink(sender, waveform, moved, schedule);
  }
}
