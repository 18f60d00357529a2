package org.spinbench.experiments.run;

/**
 * The bench file of one session of a run on instruments.
 *
 * @param path of the file
 * @param text of the file, if the session resumed the run; empty if it is that of {@link
 *     StartDocument}
 */
public record SessionBench(String path, String text) {}
