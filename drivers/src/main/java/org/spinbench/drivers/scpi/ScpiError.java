package org.spinbench.drivers.scpi;

/** One entry of an instrument's error queue. */
public record ScpiError(int number, String text) {}
