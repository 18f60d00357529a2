package org.spinbench.experiments.run;

import org.spinbench.drivers.instrument.role.SpectrumTrace;

/**
 * A spectrum as it was read, for those who follow a run; a run file has what was found in it.
 *
 * @param name of the neuron
 * @param trace levels in dBm at the neuron
 */
public record NotedSpectrum(String name, SpectrumTrace trace) {}
