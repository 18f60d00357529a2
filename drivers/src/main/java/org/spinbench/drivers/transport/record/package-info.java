/**
 * Transcripts: recording every exchange and every look at the clock, and playing them back. {@code
 * RecordingTransports} and {@code ReplayingTransports} wrap or replace any other transports and
 * know no medium. The format is versioned ({@code Manner}): old transcripts must stay readable. It
 * imports the interfaces of {@code drivers.transport}, its {@code resource} names, and words for
 * users.
 */
package org.spinbench.drivers.transport.record;
