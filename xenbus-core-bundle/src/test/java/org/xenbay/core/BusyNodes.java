// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.xen.Xen;

/** Lets each transaction that reads a directory fail with a conflict, as if the directory's owner changed it all the time. */
final class BusyNodes {

    private final AtomicInteger conflicts = new AtomicInteger();
    private volatile StorePath busy;

    /** @param directory in which something changes whenever it is looked at in a transaction */
    void begin(StorePath directory) {
        busy = directory;
    }

    void end() {
        busy = null;
    }

    int conflicts() {
        return conflicts.get();
    }

    Xen in(Xen xen) {
        return new DisguisedXen(xen, in(xen.store()), xen.eventChannels());
    }

    private XenStore in(XenStore store) {
        return proxy(XenStore.class, (proxy, method, arguments) -> {
            if (!method.getName().startsWith("transact")) {
                return method.invoke(store, arguments);
            }
            @SuppressWarnings("unchecked")
            Function<StoreTransaction, Object> body = (Function<StoreTransaction, Object>) arguments[0];
            return method.invoke(store, (Function<StoreTransaction, Object>) run -> disturbed(store, run, body));
        });
    }

    private Object disturbed(XenStore store, StoreTransaction run, Function<StoreTransaction, Object> body) {
        List<StorePath> seen = new ArrayList<>();
        Object result = body.apply(proxy(StoreTransaction.class, (proxy, method, arguments) -> {
            if (arguments != null && arguments[0] instanceof StorePath path) {
                seen.add(path);
            } else if (arguments != null && arguments[0] instanceof List<?> paths) {
                paths.forEach(path -> seen.add((StorePath) path));
            }
            return method.invoke(run, arguments);
        }));
        StorePath directory = busy;
        if (directory != null) {
            seen.stream()
                    .filter(path -> path.isAtOrBelow(directory) && store.exists(path))
                    .findFirst()
                    .ifPresent(path -> change(store, path));
        }
        return result;
    }

    private void change(XenStore store, StorePath path) {
        conflicts.incrementAndGet();
        store.write(path, store.read(path).orElse(""));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.invoke(proxy, method, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }
}
