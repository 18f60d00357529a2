/**
 * Pictures of runs, trainings and calibrations, as PNG, SVG or PDF.
 *
 * <p>A chart takes the data of a run and writes a file. It measures nothing and imports no command.
 */
package org.spinbench.app.chart;
