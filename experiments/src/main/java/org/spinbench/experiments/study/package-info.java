/**
 * Studies: each tests a claim that users of the controller rely on, and may use all parts of the
 * controller. Nothing outside this package imports it, except the registry of experiment kinds and
 * the application; so a study can be deleted without a change elsewhere.
 */
package org.spinbench.experiments.study;
