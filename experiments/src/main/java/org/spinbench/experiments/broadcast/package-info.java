/**
 * Classification by a chip whose binary weights RF pulses write: one setting of the states a class,
 * written, proven and read class by class.
 */
package org.spinbench.experiments.broadcast;
