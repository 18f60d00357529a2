package org.spinbench.drivers.instrument;

/** The settings that one driver declares. */
public final class Settings {}
