/**
 * Drivers for Lake Shore Cryotronics: temperatures and fields.
 *
 * <p>Imports roles, settings and SCPI sessions.
 */
package org.spinbench.drivers.lakeshore;
