/**
 * The links of this computer: {@code SystemTransports} chooses the medium by the resource name and
 * opens it. The only package that knows every medium; programs and servers import it, drivers never
 * do.
 */
package org.spinbench.drivers.transport.system;
