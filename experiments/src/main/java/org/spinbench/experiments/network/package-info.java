/**
 * A chip as a network: parameters and inputs go in, chain voltages and powers come out, and one
 * ledger counts each evaluation by its purpose.
 *
 * <p>The bench, the twin of a calibration and a recording share one interface. Imports calibration,
 * roles of instruments and run files; no trainer.
 */
package org.spinbench.experiments.network;
