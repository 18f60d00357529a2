package org.spinbench.drivers.bench.guard;

/**
 * A condition of a bench file that is met while other programs drive the bench.
 *
 * @param what key of the condition in the bench file
 * @param text the condition and its values
 * @param resumeAfter how long it must have cleared before the bench may be driven again, s
 */
public record Tripped(String what, String text, double resumeAfter) {}
