// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/** What libxl and a helper have in XenStore for one guest. */
final class Requester {

    private static final StorePath ROOT = StorePath.of("/local/domain/0/device-model");

    private final XenStore store;
    private final StorePath domain;
    private final StorePath guest;
    private final StorePath request;
    private final Path control;
    private final Path statistics;

    Requester(XenStore store, int domain, Path folder) {
        this.store = store;
        this.domain = StorePath.ofDomain(domain);
        this.guest = ROOT.child(domain);
        this.request = Request.path(ROOT, domain);
        this.control = folder.resolve("qmp-libxl-" + domain);
        this.statistics = folder.resolve("qmp-libxenstat-" + domain);
    }

    Path control() {
        return control;
    }

    Path statistics() {
        return statistics;
    }

    void ask(int pid) {
        ask(Integer.toString(pid), control.toString());
    }

    void ask(String pid, String controlPath) {
        store.transact(transaction -> {
            transaction.write(domain.child("name"), "guest");
            transaction.write(request.child("pid"), pid);
            transaction.write(request.child("name"), "guest");
            transaction.write(request.child("libxl-cmd"), controlPath);
            transaction.write(request.child("libxenstat-cmd"), statistics.toString());
            return null;
        });
    }

    void takeBack() {
        store.remove(request);
    }

    /** libxl's part of a guest's end. */
    void destroy() {
        store.remove(domain);
        store.remove(guest);
    }

    boolean isAsking() {
        return store.exists(request);
    }

    Optional<String> state() {
        return store.read(guest.child("state"));
    }

    String awaitAnswer() {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> store.read(request.child("answer")), Optional::isPresent)
                .orElseThrow();
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(2)).until(condition);
    }
}
