/**
 * Events of runs as they happen: their form, the state for whoever joins late, and a bounded queue
 * for each listener.
 *
 * <p>An experiment never waits for this package. It imports run files and the bench, and no server.
 */
package org.spinbench.app.live;
