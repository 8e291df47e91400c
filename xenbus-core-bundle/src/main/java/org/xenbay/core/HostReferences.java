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
import org.xenbay.api.host.ThreadConfinement;

/**
 * The services about the host that the core does without when they are not there. {@link XenbusCore} refers to this component,
 * so what is there is known before the core takes its first device, in whatever order references are bound. By any thread.
 */
@Component(service = HostReferences.class)
public final class HostReferences {

    /** Hears of services that come; called by the thread that brings them, which must not be held up. */
    interface Listener {

        /** Somebody who knows other programs that serve devices is there. */
        void competitorsCame();

        /** @param service what kept files open since the last run */
        void descriptorStoreCame(DescriptorStore service);
    }

    @GuardedBy("this")
    private @Nullable Listener listener;

    private volatile @Nullable Competitors competitors;
    private volatile @Nullable DescriptorStore descriptorStore;
    private volatile @Nullable ThreadConfinement confinement;

    /**
     * Tells a listener of what is there and of what comes.
     *
     * @param now it, in place of the one before
     */
    synchronized void listen(Listener now) {
        listener = now;
        DescriptorStore present = descriptorStore;
        if (present != null) {
            now.descriptorStoreCame(present);
        }
    }

    /** Tells nobody any more. */
    synchronized void endListening() {
        listener = null;
    }

    /** @return who knows other programs that serve devices */
    @Nullable
    Competitors competitors() {
        return competitors;
    }

    /** @return what kept files open since the last run; it may come after the first devices: those that need it wait */
    @Nullable
    DescriptorStore descriptorStore() {
        return descriptorStore;
    }

    /** @return how threads are confined, for operators */
    String confinement() {
        ThreadConfinement present = confinement;
        return present == null ? "not known" : present.describe();
    }

    /** @return what the files that were kept open are, for operators */
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

    /** @param service goes; its successor may have come before */
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

    /** @param service goes; its successor may have come before */
    synchronized void unsetDescriptorStore(DescriptorStore service) {
        descriptorStore = descriptorStore == service ? null : descriptorStore;
    }

    /** @param service comes */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setConfinement(ThreadConfinement service) {
        confinement = service;
    }

    /** @param service goes; its successor may have come before */
    synchronized void unsetConfinement(ThreadConfinement service) {
        confinement = confinement == service ? null : confinement;
    }
}
