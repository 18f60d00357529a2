/**
 * The words of messages to users: why a file cannot be read or written, which word was probably
 * meant, and how durations, numbers and bytes are shown. It imports nothing of ours, and every
 * package may import it.
 */
package org.spinbench.drivers.text;
