/**
 * Links to instruments, message by message: {@code Transport} is the side of a client, {@code
 * Endpoint} that of an instrument, and {@code InProcess} joins the two. Time enters by {@code
 * Clock} alone. Here are the interfaces, their exceptions, and what several media share: deadlines
 * and the end of a message in a stream of bytes. {@code system} opens the links of this computer,
 * each medium has a room of its own, and {@code record} plays any of them back.
 *
 * <p>It imports its {@code resource} names alone. Whoever drives instruments works with these
 * interfaces and never names a medium.
 */
package org.spinbench.drivers.transport;
