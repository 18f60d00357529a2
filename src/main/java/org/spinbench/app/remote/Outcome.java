package org.spinbench.app.remote;

import org.spinbench.drivers.transport.zeromq.Reply;

/**
 * The outcome of a request to the instrument.
 *
 * @param owner link of the last message; null if there was none
 * @param unread whether an answer to it may still come
 * @param again whether a wait has time left
 */
record Outcome(Pending pending, Reply reply, ClientLink owner, boolean unread, boolean again) {}
