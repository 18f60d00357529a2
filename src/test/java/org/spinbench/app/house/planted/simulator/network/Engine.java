package org.spinbench.app.house.planted.simulator.network;

/** Stands for the large-network engine. */
public final class Engine {}
