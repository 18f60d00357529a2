/**
 * Pages of HTML that need no other file.
 *
 * <p>A page is a template in {@code src/main/jte}, in the folder of its package. The build compiles
 * templates, so each sees the classes of its package. Whatever a template inserts is escaped. Only
 * this package calls the template engine.
 */
package org.spinbench.app.page;
