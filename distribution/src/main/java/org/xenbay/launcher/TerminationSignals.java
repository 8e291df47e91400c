// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Makes SIGTERM and SIGINT end the daemon in order, with code 0; by default the JVM exits with 143 and 130, which a service
 * manager counts as a failure. Uses reflection, because compilers warn of sun.misc.Signal (module jdk.unsupported).
 */
final class TerminationSignals {

    private TerminationSignals() {}

    /**
     * @param reaction called on a thread of the JVM at each signal, with its name, such as INT
     * @throws ReflectiveOperationException when this JVM has no such class
     */
    static void handle(Consumer<String> reaction) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler call = (proxy, method, arguments) -> {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "xenbay's exit";
                default -> {
                    reaction.accept(String.valueOf(signal.getMethod("getName").invoke(arguments[0])));
                    yield null;
                }
            };
        };
        Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
        for (String name : new String[] {"TERM", "INT"}) {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        }
    }
}
