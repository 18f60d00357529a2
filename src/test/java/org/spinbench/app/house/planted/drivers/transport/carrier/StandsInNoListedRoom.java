package org.spinbench.app.house.planted.drivers.transport.carrier;

/** A medium whose room nobody has listed. */
public final class StandsInNoListedRoom {}
