// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.reflect.Proxy;
import org.osgi.framework.BundleContext;

/** A registry without services. */
final class NoServices {

    private NoServices() {}

    static BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                NoServices.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getAllServiceReferences")) {
                        return null;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
