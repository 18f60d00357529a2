/**
 * What output powers are read as, and by how much they miss what a sample asks for. Pure functions
 * of powers in W; nothing here knows a chip, a trainer or a run. Each loss has its slopes beside
 * it, and a test compares them with differences.
 */
package org.spinbench.experiments.training.loss;
