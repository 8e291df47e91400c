// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

/**
 * The host at one moment.
 *
 * @param hypervisor {@code native} or {@code embedded}
 * @param ownDomain the domain this runs in
 * @param storeConnected whether XenStore can be reached
 * @param grantCopy whether the hypervisor copies grants
 * @param domains number of domains known
 * @param devices number of devices
 * @param connected how many are Connected
 * @param mappedPages pages of guests mapped now
 * @param boundPorts event channels bound now
 * @param keeper who keeps open files for the next run of this program, or why nobody does
 * @param confinement what threads that serve guests give up on this host, and what they cannot
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
     * A host of which it is not known which process keeps open files and what threads give up.
     *
     * @param hypervisor {@code native} or {@code embedded}
     * @param ownDomain the domain this runs in
     * @param storeConnected whether XenStore can be reached
     * @param grantCopy whether the hypervisor copies grants
     * @param domains number of domains known
     * @param devices number of devices
     * @param connected how many are Connected
     * @param mappedPages pages of guests mapped now
     * @param boundPorts event channels bound now
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
