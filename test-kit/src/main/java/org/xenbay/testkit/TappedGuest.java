// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.guest.PrimaryConsole;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.XenStore;

/**
 * A guest with an ordinary driver. The driver's published nodes are noted, and can be changed on their way to XenStore, which
 * makes a hostile guest of any driver. From any thread.
 */
final class TappedGuest implements Guest {

    private final Guest guest;
    private final XenStore store;
    private final Map<String, String> published = new ConcurrentSkipListMap<>();
    private final List<GrantedPages> pages = new CopyOnWriteArrayList<>();
    private final List<GuestPort> ports = new CopyOnWriteArrayList<>();
    private volatile BiFunction<String, String, Optional<String>> change = (node, value) -> Optional.of(value);

    TappedGuest(Guest guest) {
        this.guest = guest;
        this.store = tapped(XenStore.class, guest.store());
    }

    /**
     * @param to returns the replacement for a node's value, by the path below {@code /local/domain/N} and the value; empty
     *     leaves the node out
     */
    void changeNodes(BiFunction<String, String, Optional<String>> to) {
        change = to;
    }

    /** @return the nodes that the driver has published, except its state, by the path below {@code /local/domain/N} */
    Map<String, String> published() {
        return Map.copyOf(published);
    }

    /** @return all pages that the guest has granted, including revoked ones */
    List<GrantedPages> pages() {
        return pages;
    }

    /** @return all of the guest's ports, including closed ones */
    List<GuestPort> ports() {
        return ports;
    }

    /** Makes the driver's next publication use other numbers. */
    void useUpNumbers() {
        guest.grant(0, 1, false);
        guest.allocatePort(0, () -> {});
    }

    private <T> T tapped(Class<T> type, T target) {
        return WatchedBackend.proxy(type, (proxy, method, given) -> {
            if (method.getDeclaringClass() == Object.class) {
                return WatchedBackend.ofObject(proxy, method, given, target);
            }
            Object[] arguments = given == null ? new Object[0] : given.clone();
            return write(target, method, arguments);
        });
    }

    private @Nullable Object write(Object target, Method method, Object[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0] instanceof Function<?, ?> body) {
            arguments[0] = inTransaction(body);
        } else if (method.getName().startsWith("write") && arguments[0] instanceof StorePath path) {
            boolean isText = arguments[1] instanceof String;
            String value = isText ? (String) arguments[1] : new String((byte[]) arguments[1], StandardCharsets.UTF_8);
            Optional<String> changed = change(path, value);
            if (changed.isEmpty()) {
                return null;
            }
            arguments[1] = isText ? changed.get() : changed.get().getBytes(StandardCharsets.UTF_8);
        }
        return WatchedBackend.call(target, method, arguments);
    }

    private <R> Function<StoreTransaction, R> inTransaction(Function<?, R> body) {
        @SuppressWarnings("unchecked")
        Function<StoreTransaction, R> same = (Function<StoreTransaction, R>) body;
        return transaction -> same.apply(tapped(StoreTransaction.class, transaction));
    }

    private Optional<String> change(StorePath path, String value) {
        if (!path.isAtOrBelow(guest.path().child("device")) || path.name().equals("state")) {
            return Optional.of(value);
        }
        String node = path.relativeTo(guest.path());
        published.put(node, value);
        return change.apply(node, value);
    }

    @Override
    public int domain() {
        return guest.domain();
    }

    @Override
    public String name() {
        return guest.name();
    }

    @Override
    public XenStore store() {
        return store;
    }

    @Override
    public GrantedPages grant(int domain, int count, boolean writable) {
        GrantedPages granted = guest.grant(domain, count, writable);
        pages.add(granted);
        return granted;
    }

    @Override
    public GuestPort allocatePort(int domain, Runnable listener) {
        GuestPort port = guest.allocatePort(domain, listener);
        ports.add(port);
        return port;
    }

    @Override
    public PrimaryConsole primaryConsole() {
        return guest.primaryConsole();
    }
}
