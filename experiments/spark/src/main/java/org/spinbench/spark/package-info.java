/**
 * Runs groups of tasks of a study on Apache Spark. Knows the program only as jars that it is given,
 * which it loads apart from Spark's.
 */
package org.spinbench.spark;
