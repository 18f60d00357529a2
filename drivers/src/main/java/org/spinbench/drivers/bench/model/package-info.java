/**
 * The table of models that a bench file can name: the only place that names the drivers of all
 * makers. A new model is a line here. It may import every driver, and nothing of the bench.
 */
package org.spinbench.drivers.bench.model;
