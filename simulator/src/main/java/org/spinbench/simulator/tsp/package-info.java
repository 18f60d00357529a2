/**
 * The test script language of Keithley's 2600 series as far as a controller uses it: a small part
 * of Lua, into which a simulated model binds its attributes and functions.
 *
 * <p>Assignments, calls, arithmetic, local variables, if, numeric for, while and break; scripts
 * loaded by name. Functions and tables of the user's own are refused with -285.
 */
package org.spinbench.simulator.tsp;
