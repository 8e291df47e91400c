// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.HostView;

/**
 * The host, and the budgets that guests share. Each value of the host is a method, for scripts: {@code (host) hypervisor}.
 *
 * @param host the host
 * @param memory that is kept for guests
 * @param descriptors that guests hold; empty when no bundle opens the host's files
 * @param names of domains
 */
public record HostReport(
        HostView host, BudgetView memory, Optional<BudgetView> descriptors, Map<Integer, String> names) {

    /** @return the values for JSON: the host's own, then the budgets */
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

    /** @return this daemon's domain */
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

    /** @return number of known domains */
    public int domains() {
        return host.domains();
    }

    /** @return number of devices */
    public int devices() {
        return host.devices();
    }

    /** @return number of devices that are Connected */
    public int connected() {
        return host.connected();
    }

    /** @return pages of guests that are mapped */
    public int mappedPages() {
        return host.mappedPages();
    }

    /** @return event channels that are bound */
    public int boundPorts() {
        return host.boundPorts();
    }

    /** @return which process keeps open files for the next run */
    public String keeper() {
        return host.keeper();
    }

    /** @return how threads that serve guests are confined */
    public String confinement() {
        return host.confinement();
    }
}
