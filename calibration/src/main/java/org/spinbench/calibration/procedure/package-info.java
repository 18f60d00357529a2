/**
 * The calibration of a chip device by device: which setpoints are measured in which order, the
 * reading of each, the fits of all devices, and the report of what is wrong with them.
 *
 * <p>{@link org.spinbench.calibration.procedure.ChipCharacterization} is the entry. It works on the
 * ports of a chip and leaves the chip at rest. It imports {@code fit}, the bench and the roles. The
 * order of setpoints is part of every recorded calibration: a change makes older records unreadable
 * for a new fit.
 */
package org.spinbench.calibration.procedure;
