// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntConsumer;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.core.device.CloseAll;

/** The guests of this host. XenStore's event only says that some domain came or went, so each event compares all domains. */
final class Domains {

    private static final Logger LOG = System.getLogger(Domains.class.getName());
    private static final StorePath ALL = StorePath.of("/local/domain");

    private final XenStore store;
    private final int ownDomain;
    private final Worker worker;
    private final IntConsumer came;
    private final IntConsumer went;
    private final Set<Integer> known = new ConcurrentSkipListSet<>();
    private final List<Watch> watches = new ArrayList<>();

    Domains(XenStore store, int ownDomain, Worker worker, IntConsumer came, IntConsumer went) {
        this.store = store;
        this.ownDomain = ownDomain;
        this.worker = worker;
        this.came = came;
        this.went = went;
    }

    void start() {
        watches.add(
                store.watchSpecial(XenStore.INTRODUCE_DOMAIN, name -> worker.run("domains came", this::lookForNew)));
        watches.add(store.watchSpecial(XenStore.RELEASE_DOMAIN, name -> worker.run("domains went", this::lookForGone)));
    }

    void stop() {
        List<Watch> closing = List.copyOf(watches);
        watches.clear();
        new CloseAll().then(closing, Watch::close).finish();
    }

    Set<Integer> known() {
        // not new TreeSet(known), which relies on a size that may change during the copy
        Set<Integer> now = new TreeSet<>();
        known.forEach(now::add);
        return now;
    }

    private void lookForNew() {
        safely(() -> {
            for (String name : store.list(ALL).orElse(List.of())) {
                DeviceId.canonicalNumber(name)
                        .filter(domain -> domain != ownDomain && domain <= DeviceId.MAX_DOMAIN)
                        .filter(domain -> !known.contains(domain) && store.isIntroduced(domain))
                        .ifPresent(domain -> {
                            known.add(domain);
                            came.accept(domain);
                        });
            }
        });
    }

    private void lookForGone() {
        safely(() -> {
            for (int domain : known) {
                if (!store.isIntroduced(domain)) {
                    known.remove(domain);
                    went.accept(domain);
                }
            }
        });
    }

    private static void safely(Runnable look) {
        try {
            look.run();
        } catch (XenStoreException failed) {
            if (failed.error() != StoreError.CONNECTION_LOST) {
                LOG.log(Level.WARNING, "cannot look for domains: " + failed.getMessage());
            }
        }
    }
}
