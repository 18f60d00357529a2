/**
 * Finds the module that runs studies on Apache Spark, starts it as a process of its own, and speaks
 * with it by lines. Nothing of Spark is on the class path of this program.
 */
package org.spinbench.app.spark;
