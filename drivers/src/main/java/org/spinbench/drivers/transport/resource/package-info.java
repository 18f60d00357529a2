/**
 * Which instrument over which link: VISA resource names, and the settings of serial lines and GPIB
 * boards that a name leaves open. Plain data that the bench file reads and every link is opened
 * with. It imports nothing of ours.
 */
package org.spinbench.drivers.transport.resource;
