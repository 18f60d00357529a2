package org.spinbench.simulator.instrument;

/** The magnetic field at the probe of a simulated gaussmeter. */
public interface FieldInput {
  /** The flux density along the probe at a moment of the bench's clock, ns, in T. */
  double at(long nanos);
}
