// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext.Task;
import org.xenbay.api.figure.Figures;

/** A handler's calls of the core: of its context, of a link or of keys. Calls back are watched too. */
final class WatchedPlatform implements InvocationHandler {

    private static final Set<String> OF_THE_CORE = Set.of("state", "online", "frontend", "frontend-id");
    private static final Set<String> TAKING = Set.of("map", "mapForeign", "bind", "bindPolling", "bindOnEventThread");

    private final Object target;
    private final String name;
    private final Calls calls;
    private final Interference interference;
    private volatile boolean taken;

    WatchedPlatform(Object target, String name, Calls calls, Interference interference) {
        this.target = target;
        this.name = name;
        this.calls = calls;
        this.interference = interference;
    }

    /** @return whether the handler has mapped memory or bound an event channel */
    boolean hasTaken() {
        return taken;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return WatchedBackend.ofObject(proxy, method, given, target);
        }
        Object[] arguments = given == null ? new Object[0] : given.clone();
        String called = method.getName();
        checkKeys(called, arguments);
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = callback(called, arguments[i]);
        }
        taken |= TAKING.contains(called);
        try {
            Object result = WatchedBackend.call(target, method, arguments);
            if (result instanceof Figures figures) {
                return WatchedBackend.proxy(
                        Figures.class, new WatchedPlatform(figures, "Figures", calls, interference));
            }
            return result == target ? proxy : result;
        } catch (IllegalStateException misuse) {
            misused(misuse);
            throw misuse;
        }
    }

    private void misused(IllegalStateException misuse) {
        String message = String.valueOf(misuse.getMessage());
        if (message.contains("has to be called on the executor") || message.contains("or on another thread")) {
            calls.broken(Rule.STAYS_ON_THE_EXECUTOR, message, misuse);
        } else if (message.contains("after the connection's end")) {
            calls.broken(Rule.LEAVES_THE_LINK, message, misuse);
        }
    }

    private void checkKeys(String called, Object[] arguments) {
        boolean writes = called.equals("put") || called.equals("feature");
        if (writes && OF_THE_CORE.contains(arguments[0])) {
            calls.broken(Rule.LEAVES_THE_STATE, name + "." + called + " of " + arguments[0], null);
        } else if (called.equals("publish") && arguments[0] instanceof Map<?, ?> nodes) {
            nodes.keySet().stream()
                    .filter(OF_THE_CORE::contains)
                    .forEach(node -> calls.broken(Rule.LEAVES_THE_STATE, name + ".publish of " + node, null));
        }
    }

    private Object callback(String called, Object argument) {
        String what = "a task of " + name + "." + called;
        if (argument instanceof Task task) {
            return (Task) () -> run(what, task);
        } else if (argument instanceof Callable<?> work) {
            return (Callable<?>) () -> {
                interference.awaitHost();
                return work.call();
            };
        } else if (argument instanceof BiConsumer<?, ?> then) {
            return then(what, then);
        } else if (argument instanceof Runnable listener && called.startsWith("bind")) {
            return (Runnable) () -> runSimply(what, listener::run);
        } else if (argument instanceof DoubleSupplier gauge) {
            return (DoubleSupplier) () -> read(gauge);
        }
        return argument;
    }

    /** A gauge is read at any time, also while the device has no connection. */
    private double read(DoubleSupplier gauge) {
        try {
            return gauge.getAsDouble();
        } catch (RuntimeException | Error thrown) {
            calls.broken(Rule.ENDS_QUIETLY, "a gauge has thrown " + Defects.words(thrown), thrown);
            throw thrown;
        }
    }

    private <T, U> BiConsumer<T, U> then(String what, BiConsumer<T, U> then) {
        return (result, failure) -> runSimply(what, () -> then.accept(result, failure));
    }

    private void runSimply(String what, Task task) {
        try {
            run(what, task);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    private void run(String what, Task task) throws Exception {
        try {
            calls.<@Nullable Object>during(what, () -> {
                task.run();
                return null;
            });
        } catch (Exception | Error thrown) {
            if (!Defects.isRefusal(thrown)) {
                calls.broken(Rule.REFUSES_NONSENSE, what + " has thrown " + Defects.words(thrown), thrown);
            }
            throw thrown;
        }
    }
}
