package org.spinbench.experiments.run;

/**
 * The bench file of one session of a run on instruments.
 *
 * @param path where it lay
 * @param text what it said, if the session continued the run; empty where it is the text of {@link
 *     StartDocument}
 */
public record SessionBench(String path, String text) {}
