// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/** One service and its reference, and what was asked of it. */
final class FakeServiceObjects<T> implements ComponentServiceObjects<T> {

    private final T service;
    private final ServiceReference<T> reference = reference();
    private final List<String> calls = new ArrayList<>();
    private boolean active = true;

    FakeServiceObjects(T service) {
        this.service = service;
    }

    /** Its component is activating, or has activated. */
    void setActive(boolean now) {
        active = now;
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public T getService() {
        calls.add("get");
        return active ? service : null;
    }

    @Override
    public void ungetService(T given) {
        calls.add("unget " + given);
    }

    @Override
    public ServiceReference<T> getServiceReference() {
        return reference;
    }

    /** A reference that is equal to itself only. */
    @SuppressWarnings("unchecked") // a proxy has no type parameter
    private static <T> ServiceReference<T> reference() {
        return (ServiceReference<T>) Proxy.newProxyInstance(
                FakeServiceObjects.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    } else if (method.getName().equals("hashCode")) {
                        return System.identityHashCode(proxy);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
