// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.WatchListener;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.Xen;

/**
 * One process's access to the hypervisor: when the process is killed, its ports are closed, its XenStore connection ends, and
 * its mappings of guests' memory are removed.
 */
final class CrashableXen implements Xen {

    private final Xen xen;
    private final CrashPoints crashPoints;
    private final List<EventChannel> bound = new ArrayList<>();
    private final ProcessMappings mappings = new ProcessMappings();
    private final XenStore store;

    CrashableXen(Xen xen, CrashPoints crashPoints) {
        this.xen = xen;
        this.crashPoints = crashPoints;
        this.store = proxy(XenStore.class, (proxy, method, given) -> {
            if (crashPoints.hasCrashed()) {
                throw new XenStoreException(StoreError.CONNECTION_LOST, "killed");
            }
            crashPoints.step();
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof WatchListener listener) {
                    arguments[i] = withCrashPoints(listener);
                }
            }
            try {
                return method.invoke(xen.store(), arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        });
    }

    private WatchListener withCrashPoints(WatchListener listener) {
        return proxy(WatchListener.class, (proxy, method, given) -> {
            try {
                return crashPoints.hasCrashed() ? null : method.invoke(listener, given);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public int ownDomain() {
        return xen.ownDomain();
    }

    @Override
    public XenStore store() {
        return store;
    }

    @Override
    public GrantTable grants(int domain) {
        return crashPoints.withCrashPoints(mappings.of(xen.grants(domain)));
    }

    @Override
    public EventChannels eventChannels() {
        return this::bind;
    }

    private EventChannel bind(int domain, int remotePort, Runnable listener) {
        crashPoints.step();
        synchronized (bound) {
            EventChannel channel = xen.eventChannels().bind(domain, remotePort, () -> {
                if (!crashPoints.hasCrashed()) {
                    listener.run();
                }
            });
            bound.add(channel);
            return crashPoints.withCrashPoints(channel);
        }
    }

    void closePorts() {
        synchronized (bound) {
            bound.forEach(EventChannel::close);
        }
    }

    /**
     * To be called after the last step of its threads: a thread that is killed between two steps may use its memory until the
     * second one.
     */
    void unmap() {
        mappings.end();
    }

    @Override
    public Optional<ForeignMemory> foreignMemory() {
        return xen.foreignMemory().map(mappings::of);
    }
}
