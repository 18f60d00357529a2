/**
 * Measures the links to instruments, and the engine of large networks, beside other programs.
 *
 * <p>Imports drivers, experiments and the simulator; no command. A bare socket shows what the
 * computer itself costs.
 */
package org.spinbench.app.benchmark;
