/**
 * The one model of a junction under every front end: what a junction is made of, and from that what
 * it emits under a current and what it rectifies of RF tones, at the fidelity that is asked for:
 * closed forms, the universal auto-oscillator, a vortex, or a macrospin. SI units, no knowledge of
 * benches or instruments.
 */
package org.spinbench.simulator.device;
