package org.spinbench.app.live;

/**
 * One event.
 *
 * @param number rising by one with each event of this program
 * @param type such as {@code reading}; docs/events.md lists them
 * @param json one JSON object on one line, with {@code v}, {@code seq}, {@code run} and {@code
 *     type}
 */
public record Event(long number, String type, String json) {}
