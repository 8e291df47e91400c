// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.HostView;

/**
 * The host, and what guests have of what they divide. Each value of the host is a method, for the shell's language:
 * {@code (host) hypervisor}.
 *
 * @param host the host
 * @param memory that is kept for guests
 * @param descriptors that guests hold; empty where nobody opens the host's files
 * @param names of domains
 */
public record HostReport(
        HostView host, BudgetView memory, Optional<BudgetView> descriptors, Map<Integer, String> names) {

    /** @return what JSON has: the host's own values, then what is divided */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>(Json.fields(host));
        fields.put("memory", memory);
        fields.put("descriptors", descriptors);
        return fields;
    }

    /** @return the hypervisor's kind */
    public String hypervisor() {
        return host.hypervisor();
    }

    /** @return the domain this runs in */
    public int ownDomain() {
        return host.ownDomain();
    }

    /** @return whether XenStore can be reached */
    public boolean storeConnected() {
        return host.storeConnected();
    }

    /** @return whether the hypervisor copies grants */
    public boolean grantCopy() {
        return host.grantCopy();
    }

    /** @return number of domains known */
    public int domains() {
        return host.domains();
    }

    /** @return number of devices */
    public int devices() {
        return host.devices();
    }

    /** @return how many of them are Connected */
    public int connected() {
        return host.connected();
    }

    /** @return pages of guests mapped now */
    public int mappedPages() {
        return host.mappedPages();
    }

    /** @return event channels bound now */
    public int boundPorts() {
        return host.boundPorts();
    }

    /** @return who keeps open files for the next run */
    public String keeper() {
        return host.keeper();
    }

    /** @return what threads that serve guests give up */
    public String confinement() {
        return host.confinement();
    }
}
