/**
 * Commands of studies: run, resume, status, report. Imports the engine of studies and the
 * experiments that the rooms of other commands offer.
 */
package org.spinbench.app.command.study;
