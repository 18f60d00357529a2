package org.spinbench.app.house.planted.drivers.transport;

/** Stands for the clock. */
public final class Clock {}
