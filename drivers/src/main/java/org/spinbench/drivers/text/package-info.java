/**
 * What programs of every kind say to the people that use them: why a file cannot be read or
 * written, and which word was meant. It knows nothing of instruments, and everything may use it.
 */
package org.spinbench.drivers.text;
