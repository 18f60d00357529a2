package org.spinbench.experiments.study.drone.transmission;

/**
 * What one transmitter sends to another.
 *
 * @param sender who sends it
 * @param waveform of a burst
 * @param carriers in the order of the hops, Hz; the sequence repeats
 * @param schedule when it sends
 */
record RadioLink(Sender sender, Waveform waveform, double[] carriers, Schedule schedule) {
  /** The two ends of a link, which are received at levels of their own. */
  enum Sender {
    /** The remote control, in the pilot's hands. */
    REMOTE,
    /** The aircraft. */
    AIRCRAFT
  }

  /** The same on a crystal that is off. */
  RadioLink shifted(double offset) {
    double[] moved = carriers.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += offset;
    }
    return new RadioLink(sender, waveform, moved, schedule);
  }
}
