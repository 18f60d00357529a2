package org.spinbench.simulator.instrument;

/**
 * One Lorentzian line of a spectrum.
 *
 * @param frequency centre, Hz
 * @param power total power of the line, W
 * @param linewidth full width at half maximum, Hz; zero for a pure tone
 */
public record SpectralLine(double frequency, double power, double linewidth) {}
