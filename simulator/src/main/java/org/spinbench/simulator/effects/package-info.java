/**
 * What real chips do beside the plain equations of their junctions: heating, loss of
 * magnetoresistance under bias, telegraph noise, mode hops, hysteresis, foreign tones, couplings.
 * One term a file, each off unless a bench file or a world file switches it on. The package knows
 * no bench and no instrument.
 */
package org.spinbench.simulator.effects;
