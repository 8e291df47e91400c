// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.XenDevOps;

/**
 * A backend whose calls are watched in both directions: what the core calls of its handlers, and what they call of the core.
 */
final class WatchedBackend implements XenDevOps {

    /** Methods of a handler that nobody can refuse. */
    private static final Set<String> QUIET =
            Set.of("disconnect", "close", "handshake", "isHostSlow", "quiesce", "unquiesce", "details", "trouble");

    private final XenDevOps backend;
    private final Calls calls;

    /**
     * @param backend the author's
     * @param calls notes what is called
     */
    WatchedBackend(XenDevOps backend, Calls calls) {
        this.backend = backend;
        this.calls = calls;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        DeviceContext context = proxy(DeviceContext.class, new Platform(device, "DeviceContext"));
        DeviceHandler handler = backend.open(context);
        if (handler == null) {
            calls.broken(Rule.ANSWERS, backend.getClass().getName() + ".open returned null", null);
        }
        return proxy(DeviceHandler.class, new Handler(handler));
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return backend.template(id, options);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed.getCause() instanceof Exception exception ? exception : failed;
        }
    }

    /** The core's calls of a handler. */
    private final class Handler implements InvocationHandler {
        private final DeviceHandler handler;

        Handler(DeviceHandler handler) {
            this.handler = handler;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, given, handler);
            }
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = watched(arguments[i]);
            }
            String name = method.getName();
            try {
                Object answer = calls.<@Nullable Object>during(name, () -> call(handler, method, arguments));
                if (answer == null && method.getReturnType() != void.class) {
                    calls.broken(
                            Rule.ANSWERS, name + " of " + handler.getClass().getName() + " returned null", null);
                }
                return answer;
            } catch (Throwable thrown) {
                if (QUIET.contains(name)) {
                    calls.broken(Rule.ENDS_QUIETLY, name + " has thrown " + thrown, thrown);
                }
                throw thrown;
            }
        }
    }

    private Object watched(Object argument) {
        if (argument instanceof DeviceLink link) {
            return proxy(DeviceLink.class, new Platform(link, "DeviceLink"));
        } else if (argument instanceof Publication keys) {
            return proxy(Publication.class, new Platform(keys, "Publication"));
        } else if (argument instanceof Origin.Resumed resumed) {
            return resumed;
        }
        return argument;
    }

    private static Object ofObject(Object proxy, Method method, Object @Nullable [] given, Object target) {
        return switch (method.getName()) {
            case "equals" -> given != null && proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> target.toString();
        };
    }

    /** A handler's calls of the core. */
    private final class Platform implements InvocationHandler {
        private final Object target;
        private final String name;

        Platform(Object target, String name) {
            this.target = target;
            this.name = name;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, given, target);
            }
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = task(method.getName(), arguments[i]);
            }
            Object result = call(target, method, arguments);
            return result == target ? proxy : result;
        }

        private Object task(String method, Object argument) {
            if (argument instanceof DeviceContext.Task task) {
                return (DeviceContext.Task) () -> calls.<@Nullable Object>during("a task of " + method, () -> {
                    task.run();
                    return null;
                });
            }
            return argument;
        }
    }
}
