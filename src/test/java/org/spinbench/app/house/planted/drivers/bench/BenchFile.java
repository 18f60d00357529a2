package org.spinbench.app.house.planted.drivers.bench;

import java.util.Map;

/** Stands for the bench file. */
public record BenchFile(Map<String, Object> simulation) {}
