// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class ComponentsTest {

    private static Bundle bundle(Callable<URL> entry) {
        return (Bundle) Proxy.newProxyInstance(
                ComponentsTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> method.getName().equals("getEntry") ? entry.call() : null);
    }

    /** A list of bundles at that moment has a line without a place, not a stack trace. */
    @Test
    void aBundleWhoseContentIsReplacedOwnsNoClass() {
        URL url = ComponentsTest.class.getResource("ComponentsTest.class");
        assertThat(Components.owns(bundle(() -> url))).accepts("org.example.A");
        assertThat(Components.owns(bundle(() -> null))).rejects("org.example.A");
        assertThat(Components.owns(bundle(() -> {
                    throw new NullPointerException("getContent() is null");
                })))
                .rejects("org.example.A");
        assertThat(Components.owns(bundle(() -> {
                    throw new IllegalStateException("uninstalled");
                })))
                .rejects("org.example.A");
    }
}
