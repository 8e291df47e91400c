// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

/**
 * The host at one moment.
 *
 * @param hypervisor {@code native} or {@code embedded}
 * @param ownDomain the domain that this platform runs in
 * @param storeConnected whether XenStore can be reached
 * @param grantCopy whether the hypervisor copies grants
 * @param domains number of domains known
 * @param devices number of devices
 * @param connected how many are Connected
 * @param mappedPages number of guests' pages that are mapped now
 * @param boundPorts number of event channels that are bound now
 * @param keeper the process that keeps open files for the next run of this program, or why no process does
 * @param confinement the measures that confine threads which serve guests, and those that this host lacks
 */
public record HostView(
        String hypervisor,
        int ownDomain,
        boolean storeConnected,
        boolean grantCopy,
        int domains,
        int devices,
        int connected,
        int mappedPages,
        int boundPorts,
        String keeper,
        String confinement) {

    /**
     * A host whose keeper and confinement are not known.
     *
     * @param hypervisor {@code native} or {@code embedded}
     * @param ownDomain the domain that this platform runs in
     * @param storeConnected whether XenStore can be reached
     * @param grantCopy whether the hypervisor copies grants
     * @param domains number of domains known
     * @param devices number of devices
     * @param connected how many are Connected
     * @param mappedPages number of guests' pages that are mapped now
     * @param boundPorts number of event channels that are bound now
     */
    public HostView(
            String hypervisor,
            int ownDomain,
            boolean storeConnected,
            boolean grantCopy,
            int domains,
            int devices,
            int connected,
            int mappedPages,
            int boundPorts) {
        this(
                hypervisor,
                ownDomain,
                storeConnected,
                grantCopy,
                domains,
                devices,
                connected,
                mappedPages,
                boundPorts,
                "unknown",
                "unknown");
    }
}
