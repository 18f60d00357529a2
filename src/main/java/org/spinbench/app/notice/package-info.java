/**
 * Notices: tells the commands and webhooks of the bench file that a run has ended, tripped, or
 * needs a person.
 *
 * <p>Listens to events. A run never waits for a notice; the program does at its end, for a bounded
 * time. Only runs whose bench file asks for notices load this package.
 */
package org.spinbench.app.notice;
