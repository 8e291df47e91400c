// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** The capabilities of the installed bundles. */
@FunctionalInterface
public interface ProvidedCapabilities {

    /**
     * @param namespace of the capabilities
     * @param filter that they match
     * @return matching capabilities
     */
    Collection<? extends Capability> find(String namespace, String filter);

    /**
     * @param framework any bundle's context
     * @return the current capabilities of a framework's bundles
     */
    static ProvidedCapabilities of(BundleContext framework) {
        FrameworkWiring wiring = framework.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
        return (namespace, filter) -> {
            Collection<BundleCapability> found = wiring.findProviders(new Wanted(namespace, filter));
            return found == null ? List.of() : found;
        };
    }

    /** A requirement that belongs to no bundle. */
    record Wanted(String namespace, String filter) implements Requirement {

        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return Map.of("filter", filter);
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public @Nullable Resource getResource() {
            return null;
        }
    }
}
