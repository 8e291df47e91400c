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

/** A hypervisor as one process uses it: when that is killed, its ports are closed and its XenStore connection ends. */
final class MortalXen implements Xen {

    private final Xen xen;
    private final Life life;
    private final List<EventChannel> bound = new ArrayList<>();
    private final XenStore store;

    MortalXen(Xen xen, Life life) {
        this.xen = xen;
        this.life = life;
        this.store = proxy(XenStore.class, (proxy, method, given) -> {
            if (life.isOver()) {
                throw new XenStoreException(StoreError.CONNECTION_LOST, "killed");
            }
            life.step();
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof WatchListener listener) {
                    arguments[i] = mortal(listener);
                }
            }
            try {
                return method.invoke(xen.store(), arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        });
    }

    private WatchListener mortal(WatchListener listener) {
        return proxy(WatchListener.class, (proxy, method, given) -> {
            try {
                return life.isOver() ? null : method.invoke(listener, given);
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
        return life.mortal(xen.grants(domain));
    }

    @Override
    public EventChannels eventChannels() {
        return this::bind;
    }

    private EventChannel bind(int domain, int remotePort, Runnable listener) {
        life.step();
        synchronized (bound) {
            EventChannel channel = xen.eventChannels().bind(domain, remotePort, () -> {
                if (!life.isOver()) {
                    listener.run();
                }
            });
            bound.add(channel);
            return life.mortal(channel);
        }
    }

    void closePorts() {
        synchronized (bound) {
            bound.forEach(EventChannel::close);
        }
    }

    @Override
    public Optional<ForeignMemory> foreignMemory() {
        return xen.foreignMemory();
    }
}
