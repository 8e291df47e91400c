// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.bundle.EventHook;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Bundles whose code has not returned in time. The framework holds such a bundle's lock until the code returns, so the bundle
 * cannot be changed. Another version is installed at another location. The bundle is uninstalled as soon as that is possible.
 * From any thread.
 */
final class HungBundles implements CollisionHook, EventHook {

    private static final Logger LOG = System.getLogger(HungBundles.class.getName());

    private final Map<Bundle, String> why = new ConcurrentHashMap<>();

    /**
     * Gives a bundle up.
     *
     * @param reason the place in its code where it hangs
     */
    void add(Bundle bundle, String reason) {
        if (why.putIfAbsent(bundle, reason) == null) {
            DaemonThreads.start("xenbay-give-up-" + bundle.getSymbolicName(), () -> uninstall(bundle));
        }
    }

    /** Uninstalls the bundle; waits in the framework until the code returns. */
    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
            LOG.log(Level.INFO, bundle + ", which was given up, is uninstalled");
        } catch (IllegalStateException gone) {
            LOG.log(Level.DEBUG, bundle + " is gone already, or its framework stops");
        } catch (BundleException failed) {
            LOG.log(Level.WARNING, bundle + ", which was given up, cannot be uninstalled in order", failed);
        }
    }

    boolean contains(Bundle bundle) {
        return why.containsKey(bundle);
    }

    /** @return hung bundles that are still installed */
    List<Bundle> all() {
        return why.keySet().stream()
                .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                .toList();
    }

    /** @return the place in a bundle's code where it was given up */
    String reason(Bundle bundle) {
        return why.getOrDefault(bundle, "");
    }

    /** @return the bundles that are not hung */
    List<Bundle> without(Bundle... bundles) {
        return Arrays.stream(bundles).filter(bundle -> !contains(bundle)).toList();
    }

    /** Allows another bundle with the name and version of a hung one. */
    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> candidates) {
        candidates.removeIf(this::contains);
    }

    /** Hides the late start of a hung bundle, because Declarative Services would activate its components. */
    @Override
    public void event(BundleEvent event, Collection<BundleContext> listeners) {
        if (event.getType() == BundleEvent.STARTED && contains(event.getBundle())) {
            listeners.clear();
        }
    }

    /** @return the registration of the hooks, which ends them */
    ServiceRegistration<?> register(BundleContext framework) {
        String[] hooks = {CollisionHook.class.getName(), EventHook.class.getName()};
        return framework.registerService(hooks, this, null);
    }
}
