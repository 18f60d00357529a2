/**
 * The messages between program and instruments in a run file: sessions, each a text in compressed
 * blocks with checksums. It imports {@code experiments.run.store} and transcripts of {@code
 * drivers.transport}.
 *
 * <p>Only the rooms of {@code experiments.run} may import it, unless they get it from a run file.
 */
package org.spinbench.experiments.run.transcript;
