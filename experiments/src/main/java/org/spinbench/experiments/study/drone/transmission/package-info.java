/**
 * Generates received transmissions of drones and their remote controls: hop rules, schedules,
 * waveforms, reception. The numbers follow public sources, which the classes cite. Makes {@code
 * experiments.spectra}; knows no classifier.
 */
package org.spinbench.experiments.study.drone.transmission;
