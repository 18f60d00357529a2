/**
 * Devices that fail: which faults there are, and a test that finds out which device has which one
 * by the likelihood of a few readings. {@code Fault} also says what a calibration becomes with it.
 *
 * <p>It imports calibration records, {@code drift} and {@code twin}, and reads no instrument: its
 * owner applies the settings that it asks for.
 */
package org.spinbench.calibration.damage;
