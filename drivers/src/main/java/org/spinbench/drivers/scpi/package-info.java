/**
 * Conversations with instruments in SCPI and other languages. {@code ScpiSession} is what drivers
 * use; {@code Dialect}, {@code Language} and {@code ErrorCheck} say how a model speaks, and {@code
 * Batch} sends to several instruments at once.
 *
 * <p>Behind a session each class knows one thing: {@code SessionLink} the link, {@code
 * ScpiExchange} whether it is in step, {@code Synchronisation} how to recover, {@code
 * InstrumentErrors} the error queue, {@code CommandConfirmation} what is not yet confirmed, {@code
 * InstrumentStatus} the status byte, {@code SessionAccess} who may send. They rely on the lock of
 * the session and are used by it alone.
 *
 * <p>It imports the elements of messages ({@code format}), the interfaces of {@code
 * drivers.transport}, resource names and words for users.
 */
package org.spinbench.drivers.scpi;
