package org.spinbench.app.house.planted.drivers.transport;

/** Stands for a transport. */
public final class Link {}
