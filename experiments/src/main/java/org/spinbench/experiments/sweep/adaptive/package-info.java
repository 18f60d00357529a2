/**
 * Which point of a sweep to measure next: the one whose reading tells most about a model. It knows
 * candidates and readings, and no plan, bench or file.
 */
package org.spinbench.experiments.sweep.adaptive;
