/**
 * Runs command lines one after another, each in a process of its own, and remembers how they ended.
 *
 * <p>Imports run files and their catalogue. It knows no command.
 */
package org.spinbench.app.queue;
