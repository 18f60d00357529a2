package org.spinbench.drivers.scpi;

/** The four fields of an answer to {@code *IDN?} (IEEE 488.2 section 10.14), trimmed. */
public record Identity(String manufacturer, String model, String serial, String firmware) {}
