// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/**
 * Answers the requests of all guests. Level-triggered: a change only names the guest, so that requests from before this
 * daemon's start are answered too.
 */
final class DeviceModels implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DeviceModels.class.getName());
    private final XenStore store;
    private final EventLoop loop;
    private final StorePath root;
    private final StorePath backends;
    private final Supplier<@Nullable VncServers> screens;
    private final Patience patience;
    /** By domain id; also those that could not be opened, so that the failure is logged once. */
    private final Map<Integer, DeviceModel> models = new TreeMap<>();

    private final Set<Integer> changed = new HashSet<>();

    @GuardedBy("changed")
    private boolean lookAtAll;

    @GuardedBy("changed")
    private boolean lookQueued;

    private @Nullable Watch watch;
    /** On the loop's thread. */
    private boolean closed;

    /** @param screens gives who shows screens; null while nobody does */
    DeviceModels(
            XenStore store, int ownDomain, EventLoop loop, Supplier<@Nullable VncServers> screens, Patience patience) {
        this.store = store;
        this.screens = screens;
        this.patience = patience;
        this.backends = StorePath.ofDomain(ownDomain).child("backend");
        this.loop = loop;
        this.root = StorePath.ofDomain(ownDomain).child("device-model");
    }

    void start() {
        watch = store.watch(root, this::changed);
    }

    /** Called on the thread that reads XenStore's answers. */
    private void changed(String path) {
        String prefix = root + "/";
        Optional<Integer> domain =
                path.startsWith(prefix) ? domain(path.substring(prefix.length()).split("/", 2)[0]) : Optional.empty();
        synchronized (changed) {
            if (domain.isPresent()) {
                changed.add(domain.get());
            } else if (path.startsWith(prefix)) {
                return;
            } else {
                lookAtAll = true;
            }
            if (lookQueued) {
                return;
            }
            lookQueued = true;
        }
        loop.execute(this::look);
    }

    private static Optional<Integer> domain(String name) {
        return DeviceId.canonicalNumber(name).filter(number -> number <= DeviceId.MAX_DOMAIN);
    }

    private void look() {
        Set<Integer> domains;
        boolean all;
        synchronized (changed) {
            lookQueued = false;
            all = lookAtAll;
            lookAtAll = false;
            domains = new HashSet<>(changed);
            changed.clear();
        }
        if (all) {
            domains.addAll(models.keySet());
            attempt(() -> store.list(root)
                    .orElse(List.of())
                    .forEach(name -> domain(name).ifPresent(domains::add)));
        }
        domains.forEach(domain -> attempt(() -> look(domain)));
        forgetPasswords();
    }

    /**
     * Forgets passwords of guests that have gone. A guest whose helper was ended is still there, and its screen must not lose its password.
     */
    void forgetPasswords() {
        VncServers servers = screens.get();
        if (servers != null) {
            attempt(() -> servers.withPassword().stream()
                    .filter(screen -> !store.exists(StorePath.ofDomain(screen.domain())))
                    .forEach(servers::forgetPassword));
        }
    }

    /** Checks all requests. While XenStore is away no request is lost: the watch fires when XenStore is back. */
    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (XenStoreException failed) {
            if (failed.error() != StoreError.CONNECTION_LOST) {
                LOG.log(Level.WARNING, "cannot look after device models: " + failed.getMessage());
            }
        }
    }

    private void look(int domain) {
        if (closed) {
            return;
        }
        Optional<Request> request = Request.read(store, Request.path(root, domain));
        DeviceModel model = models.get(domain);
        if (model != null && request.filter(model.request()::isOf).isEmpty()) {
            end(domain, model);
        }
        if (request.isPresent()) {
            serve(domain, request.get());
        }
    }

    private void end(int domain, DeviceModel model) {
        models.remove(domain);
        model.close();
        if (model.isServed()) {
            LOG.log(Level.INFO, "no device model any more for " + guest(domain, model.request()));
        }
    }

    private void serve(int domain, Request request) {
        DeviceModel model = models.get(domain);
        if (model == null) {
            if (request.isRefused()) {
                return; // an earlier run answered it; its helper is about to withdraw it
            }
            model = open(domain, request);
        }
        boolean goesOn = model.ready().isDone();
        if (!request.answer().equals(model.answer()) || goesOn && !model.isTold()) {
            answer(domain, request, model.answer(), goesOn);
            if (goesOn) {
                model.setTold();
            }
        }
    }

    private DeviceModel open(int domain, Request request) {
        GuestScreens shown = new GuestScreens(domain, screens, () -> wantsVnc(domain), loop);
        DeviceModel model = new DeviceModel(
                request, shown, patience, () -> loop.execute(() -> attempt(() -> withdraw(domain, request))));
        models.put(domain, model);
        model.open(loop);
        if (model.isServed()) {
            LOG.log(Level.INFO, "device model of " + guest(domain, request) + ", asked by process " + request.pid());
            model.ready().whenComplete((ready, failed) -> {
                if (failed != null) {
                    LOG.log(Level.ERROR, "cannot see the screen of " + guest(domain, request), failed);
                }
                loop.execute(() -> attempt(() -> look(domain)));
            });
        } else {
            LOG.log(Level.WARNING, "cannot be the device model of " + guest(domain, request) + ": " + model.answer());
        }
        return model;
    }

    private boolean wantsVnc(int domain) {
        try {
            return store.read(backends.child("vfb").child(domain).child("0/vnc"))
                    .filter("1"::equals)
                    .isPresent();
        } catch (XenStoreException unknown) {
            LOG.log(
                    Level.DEBUG,
                    "cannot see what the screen of domain " + domain + " is to be: " + unknown.getMessage());
            return true; // the loop looks again while somebody waits
        }
    }

    private static String guest(int domain, Request request) {
        return "domain " + domain + " (" + request.shownName() + ")";
    }

    /**
     * The helper waits for the node {@code answer}, and libxl for the node {@code state}: an answer says that a daemon is there, and the
     * state that libxl can ask for the screen.
     */
    private void answer(int domain, Request request, String answer, boolean goesOn) {
        StorePath path = Request.path(root, domain);
        store.transact(transaction -> {
            if (Request.read(transaction, path).filter(request::isOf).isEmpty()) {
                transaction.abort(); // it was withdrawn: its nodes must not be written again
                return null;
            }
            transaction.write(path.child("answer"), answer);
            if (goesOn) {
                transaction.write(root.child(domain).child("state"), Request.RUNNING);
            }
            return null;
        });
    }

    /** Removes a request; its helper ends with it. */
    private void withdraw(int domain, Request request) {
        StorePath path = Request.path(root, domain);
        store.transact(transaction -> {
            if (Request.read(transaction, path).filter(request::isOf).isPresent()) {
                transaction.remove(path);
            }
            return null;
        });
    }

    /** Closes all sockets; requests stay for the next run. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        loop.execute(() -> {
            closed = true;
            models.values().forEach(DeviceModel::close);
            models.clear();
        });
    }
}
