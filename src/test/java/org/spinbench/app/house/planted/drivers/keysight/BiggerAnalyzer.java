package org.spinbench.app.house.planted.drivers.keysight;

/** A driver that inherits from a driver. */
public final class BiggerAnalyzer extends Analyzer {}
