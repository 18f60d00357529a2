/**
 * The dashboard: a web server on the JDK's own, with a page, a stream of events, and requests to
 * look at runs and to control them.
 *
 * <p>By default it listens on loopback only. Everything that is not expected is refused and logged.
 * Only the commands that show a dashboard load this package.
 */
package org.spinbench.app.dashboard;
