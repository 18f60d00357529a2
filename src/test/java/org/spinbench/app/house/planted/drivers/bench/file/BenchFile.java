package org.spinbench.app.house.planted.drivers.bench.file;

import java.util.Map;

/** Stands for the bench file. */
public record BenchFile(Map<String, Object> simulation) {}
