// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.SettingsView;

/** The platform's configurations, and what {@code xenbay config} shows of them. */
final class Configurations {

    private final BundleContext context;
    private final ConfigurationAdmin admin;

    Configurations(BundleContext context, ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
    }

    void put(String pid, Map<String, String> values) throws Exception {
        admin.getConfiguration(pid, null).update(new Hashtable<>(values));
    }

    void delete(String pid) throws Exception {
        admin.getConfiguration(pid, null).delete();
    }

    /** @return PIDs by the service that has them */
    Map<Long, String> services() {
        Map<Long, String> services = new TreeMap<>();
        for (ServiceReference<Configured> reference : references()) {
            services.put(
                    (Long) reference.getProperty("service.id"), view(reference).pid());
        }
        assertTrue(services.toString(), services.size() >= 5);
        return services;
    }

    /** @throws IllegalStateException when no component has it now */
    SettingsView view(String pid) {
        return views().stream()
                .filter(view -> view.pid().equals(pid))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody has configuration " + pid));
    }

    List<SettingsView> views() {
        return references().stream().map(this::view).toList();
    }

    /** @return keys of what is refused or not known */
    List<String> problems(String pid) {
        return view(pid).problems().stream().map(SettingsView.Problem::key).toList();
    }

    private List<ServiceReference<Configured>> references() {
        try {
            return new ArrayList<>(context.getServiceReferences(Configured.class, null));
        } catch (InvalidSyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private SettingsView view(ServiceReference<Configured> reference) {
        Configured service = context.getService(reference);
        if (service == null) {
            throw new IllegalStateException(reference + " has just gone");
        }
        return service.settings().view();
    }
}
