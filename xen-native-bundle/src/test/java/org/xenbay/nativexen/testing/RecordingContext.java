// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.testing;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A framework that records calls, and its registrations that do the same. */
public final class RecordingContext {

    /** Names of the methods called, oldest first. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    /** What was registered. */
    public final List<Object> services = new CopyOnWriteArrayList<>();

    private final Object registration = proxy(ServiceRegistration.class, null);

    /** To be given to a component. */
    public final BundleContext context = (BundleContext) proxy(BundleContext.class, registration);

    private Object proxy(Class<?> type, Object answer) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, parameters) -> {
            if (method.getName().equals("getProperty")) {
                return null;
            }
            calls.add(method.getName());
            if (method.getName().equals("registerService")) {
                services.add(parameters[1]);
            }
            return answer;
        });
    }
}
