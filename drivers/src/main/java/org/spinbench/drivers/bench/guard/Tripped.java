package org.spinbench.drivers.bench.guard;

/**
 * A condition of a bench file that is met on a bench that others drive.
 *
 * @param what key of the condition in the bench file
 * @param text what is met, and why
 * @param resumeAfter for how long it has to have cleared before the bench may be driven again, s
 */
public record Tripped(String what, String text, double resumeAfter) {}
