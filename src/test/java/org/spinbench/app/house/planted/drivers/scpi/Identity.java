package org.spinbench.app.house.planted.drivers.scpi;

/** Stands for an answer to the question who is there. */
public final class Identity {}
