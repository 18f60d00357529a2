/**
 * The command that simulates one junction by itself. It may import {@code simulator.junction} and
 * the charts; no command imports it.
 */
package org.spinbench.app.command.junction;
