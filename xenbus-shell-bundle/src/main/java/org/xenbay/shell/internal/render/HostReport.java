package org.xenbay.shell.internal.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.HostView;

/**
 * The host, and what guests have of what they divide.
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

    /** @return the hypervisor's kind, for the shell's language: {@code (host) hypervisor} */
    public String hypervisor() {
        return host.hypervisor();
    }

    /** @return how many devices there are, for the shell's language */
    public int devices() {
        return host.devices();
    }

    /** @return how many of them are connected, for the shell's language */
    public int connected() {
        return host.connected();
    }
}
