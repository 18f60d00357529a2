/**
 * The commands {@code drone ...} for the study of the large network.
 *
 * <p>Only reads options and prints; {@code experiments.drone} does the work.
 */
package org.spinbench.app.command.drone;
