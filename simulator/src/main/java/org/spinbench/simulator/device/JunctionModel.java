package org.spinbench.simulator.device;

/** How exactly a junction is simulated. All views follow from the same {@link DeviceParameters}. */
public enum JunctionModel {
  /** Closed forms and exact statistics of the universal auto-oscillator. */
  BEHAVIOURAL,
  /** The universal auto-oscillator in time. */
  OSCILLATOR,
  /** A vortex in a disc, in time. */
  VORTEX,
  /** A macrospin in time. */
  MACROSPIN;

  private static final double LONG = 200e-6;
  private static final double SHORT = 20e-6;

  private JunctionMotion.Model motion(DeviceParameters parameters) {
    return switch (this) {
      case BEHAVIOURAL, OSCILLATOR -> new AmplitudeModel(parameters);
      case VORTEX -> new VortexMotionModel(parameters);
      case MACROSPIN -> new MacrospinMotionModel(parameters);
    };
  }

  /** What a junction emits. */
  public Emitter emitter(DeviceParameters parameters) {
    return tabulated(parameters);
  }

  /** The same with its oscillation. */
  TabulatedEmitter tabulated(DeviceParameters parameters) {
    if (this == BEHAVIOURAL) {
      return TabulatedEmitter.behavioural(parameters);
    }
    double seconds = this == OSCILLATOR ? LONG : SHORT;
    return new TabulatedEmitter(
        parameters, new Wanderings(parameters, motion(parameters), seconds));
  }

  /** What a junction rectifies. */
  public Rectifier rectifier(DeviceParameters parameters) {
    return this == BEHAVIOURAL
        ? new LineRectifier(parameters)
        : new DrivenRectifier(parameters, motion(parameters));
  }
}
