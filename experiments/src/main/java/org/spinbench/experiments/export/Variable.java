package org.spinbench.experiments.export;

import java.util.List;
import java.util.Map;

/**
 * Numbers or texts with named dimensions.
 *
 * @param name a word of letters, digits and underscores; a variable with the name of its only
 *     dimension holds that dimension's coordinates
 * @param dimensions names of its dimensions, outermost first
 * @param coordinate whether it is a coordinate and not data
 * @param values as many as the product of the dimensions' sizes
 * @param attributes such as {@code units} and {@code long_name}: text, Long or Double
 */
public record Variable(
    String name,
    List<String> dimensions,
    boolean coordinate,
    Values values,
    Map<String, Object> attributes) {}
