/** Keeping a trained chip in tune while it is at work. */
package org.spinbench.experiments.upkeep;
