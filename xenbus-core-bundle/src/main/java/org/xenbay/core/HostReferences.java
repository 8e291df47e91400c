// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.host.ThreadConfinement;

/**
 * Optional services of the host, which the core can do without. {@link XenbusCore} refers to this component, so that present
 * services are known before the core takes its first device, in whatever order references are bound. From any thread.
 */
@Component(service = HostReferences.class)
public final class HostReferences {

    /** Reports services that arrive. Called by the thread that binds them, which must not be held up. */
    interface Listener {

        /** The service that knows other programs which serve devices has arrived. */
        void competitorsCame();

        /** @param service returns files that were kept open since the last run */
        void descriptorStoreCame(DescriptorStore service);

        /** @param service may want signs of life */
        void serviceManagerCame(ServiceManager service);

        /** @param service leaves; its successor may have arrived before */
        void serviceManagerLeft(ServiceManager service);
    }

    @GuardedBy("this")
    private @Nullable Listener listener;

    private volatile @Nullable Competitors competitors;
    private volatile @Nullable DescriptorStore descriptorStore;
    private volatile @Nullable ThreadConfinement confinement;

    @GuardedBy("this")
    private @Nullable ServiceManager serviceManager;

    /**
     * Sets the listener, and reports present services and later ones to it.
     *
     * @param now replaces an earlier listener
     */
    synchronized void listen(Listener now) {
        listener = now;
        DescriptorStore present = descriptorStore;
        if (present != null) {
            now.descriptorStoreCame(present);
        }
        ServiceManager manager = serviceManager;
        if (manager != null) {
            now.serviceManagerCame(manager);
        }
    }

    /** Removes the listener. */
    synchronized void endListening() {
        listener = null;
    }

    /** @return the service that knows other programs which serve devices */
    @Nullable
    Competitors competitors() {
        return competitors;
    }

    /**
     * @return the service that returns files which were kept open since the last run. It may arrive after the first devices;
     *     devices that need it wait
     */
    @Nullable
    DescriptorStore descriptorStore() {
        return descriptorStore;
    }

    /** @return how threads are confined, for operators */
    String confinement() {
        ThreadConfinement present = confinement;
        return present == null ? "not known" : present.describe();
    }

    /** @return the state of that service, for operators */
    String descriptorStoreState() {
        DescriptorStore present = descriptorStore;
        return present == null ? "none" : present.state();
    }

    /** @param service comes */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setCompetitors(Competitors service) {
        competitors = service;
        if (listener != null) {
            listener.competitorsCame();
        }
    }

    /** @param service the one that leaves; its successor may have arrived before */
    synchronized void unsetCompetitors(Competitors service) {
        competitors = competitors == service ? null : competitors;
    }

    /** @param service comes */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setDescriptorStore(DescriptorStore service) {
        descriptorStore = service;
        if (listener != null) {
            listener.descriptorStoreCame(service);
        }
    }

    /** @param service the one that leaves; its successor may have arrived before */
    synchronized void unsetDescriptorStore(DescriptorStore service) {
        descriptorStore = descriptorStore == service ? null : descriptorStore;
    }

    /** @param service comes */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setServiceManager(ServiceManager service) {
        serviceManager = service;
        if (listener != null) {
            listener.serviceManagerCame(service);
        }
    }

    /** @param service the one that leaves; its successor may have arrived before */
    synchronized void unsetServiceManager(ServiceManager service) {
        serviceManager = serviceManager == service ? null : serviceManager;
        if (listener != null) {
            listener.serviceManagerLeft(service);
        }
    }

    /** @param service comes */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setConfinement(ThreadConfinement service) {
        confinement = service;
    }

    /** @param service the one that leaves; its successor may have arrived before */
    synchronized void unsetConfinement(ThreadConfinement service) {
        confinement = confinement == service ? null : confinement;
    }
}
