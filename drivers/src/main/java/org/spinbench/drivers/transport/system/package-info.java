/**
 * The links of this computer: {@code SystemTransports} chooses the medium by the resource name and
 * opens it, with the settings that the bench file has for links ({@code LinkSettings}). It is the
 * only package that knows every medium. Programs, servers and the bench file import it; instrument
 * models and sessions never do.
 */
package org.spinbench.drivers.transport.system;
