package org.spinbench.simulator.device;

/** How exactly a junction is simulated. All views follow from the same {@link DeviceParameters}. */
public enum JunctionModel {
  /** Closed forms and exact statistics of the universal auto-oscillator. */
  BEHAVIOURAL;

  /** What a junction emits. */
  public Emitter emitter(DeviceParameters parameters) {
    return TabulatedEmitter.behavioural(parameters);
  }
}
