package org.spinbench.app.remote;

import org.spinbench.drivers.transport.zeromq.Reply;

/**
 * What came of a request that needed the instrument.
 *
 * @param owner whose message was the last; null when there was none
 * @param unread whether an answer to it may still come
 * @param again whether the time of a wait is not over yet
 */
record Outcome(Pending pending, Reply reply, ClientLink owner, boolean unread, boolean again) {}
