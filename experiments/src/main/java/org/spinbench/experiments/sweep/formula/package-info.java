/**
 * Expressions in plans: their names, types, units and values.
 *
 * <p>Imports units of the drivers and nothing of the sweep. EvalEx only splits a text into a tree;
 * the functions, the checks and the arithmetic are here, so a plan can compute nothing else.
 */
package org.spinbench.experiments.sweep.formula;
