/**
 * The process that brings a bench to rest if the program that controls the bench is killed or
 * hangs.
 *
 * <p>Imports drivers, and the {@code DeadManSwitch} of a run, which it implements. {@code
 * docs/safety.md} has the times.
 */
package org.spinbench.app.watchdog;
