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
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.store.XenStoreException;

/** A backend whose calls are watched in both directions: the core's calls of its handlers, and the handlers' calls of the core. */
final class WatchedBackend implements XenDevOps {

    /** Methods of a handler that must not throw. */
    private static final Set<String> QUIET =
            Set.of("disconnect", "close", "handshake", "isHostSlow", "quiesce", "unquiesce", "details", "trouble");

    private final XenDevOps backend;
    private final Calls calls;
    private final Interference interference;

    /**
     * @param backend the author's
     * @param calls notes the calls
     * @param interference of the case
     */
    WatchedBackend(XenDevOps backend, Calls calls, Interference interference) {
        this.backend = backend;
        this.calls = calls;
        this.interference = interference;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        DeviceHandler handler = opened(platform(DeviceContext.class, device));
        if (handler == null) {
            calls.broken(Rule.ANSWERS, backend.getClass().getName() + ".open returned null", null);
        }
        return proxy(DeviceHandler.class, new Handler(handler));
    }

    private DeviceHandler opened(DeviceContext device) {
        try {
            return backend.open(device);
        } catch (XenStoreException away) {
            throw away;
        } catch (RuntimeException | Error thrown) {
            calls.broken(Rule.OPENS, "open has thrown " + Defects.words(thrown), thrown);
            throw thrown;
        }
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return backend.template(id, options);
    }

    private <T> T platform(Class<T> type, T target) {
        return proxy(type, new WatchedPlatform(target, type.getSimpleName(), calls, interference));
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static @Nullable Object call(Object target, Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed.getCause() instanceof Exception exception ? exception : failed;
        }
    }

    static Object ofObject(Object proxy, Method method, Object @Nullable [] given, Object target) {
        return switch (method.getName()) {
            case "equals" -> given != null && proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> target.toString();
        };
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
            WatchedPlatform link = watch(arguments);
            String name = method.getName();
            try {
                Object answer = calls.<@Nullable Object>during(name, () -> call(handler, method, arguments));
                answered(method, answer);
                return answer;
            } catch (Exception | Error thrown) {
                threw(name, thrown, link);
                throw thrown;
            }
        }

        /** @return the link among the arguments, if there is one */
        private @Nullable WatchedPlatform watch(Object[] arguments) {
            WatchedPlatform watched = null;
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof DeviceLink link) {
                    watched = new WatchedPlatform(link, "DeviceLink", calls, interference);
                    arguments[i] = proxy(DeviceLink.class, watched);
                } else if (arguments[i] instanceof Publication keys) {
                    arguments[i] = platform(Publication.class, keys);
                } else if (arguments[i] instanceof Origin.Resumed resumed) {
                    arguments[i] = (Origin.Resumed) () -> interference.parked(resumed.parked());
                }
            }
            return watched;
        }

        private void answered(Method method, @Nullable Object answer) {
            if (answer == null && method.getReturnType() != void.class) {
                String name = handler.getClass().getName() + "." + method.getName();
                calls.broken(Rule.ANSWERS, name + " returned null", null);
            } else if (method.getName().equals("connect") || answer instanceof Readiness.Waiting) {
                interference.answered(answer == null ? "null" : answer);
            }
        }

        private void threw(String name, Throwable thrown, @Nullable WatchedPlatform link) {
            if (thrown instanceof XenStoreException) {
                return; // XenStore may be away at any time
            } else if (QUIET.contains(name)) {
                calls.broken(Rule.ENDS_QUIETLY, name + " has thrown " + Defects.words(thrown), thrown);
            } else if (name.equals("park")) {
                return; // it cannot hand over now
            } else if (thrown instanceof RefusedStateException && link != null && link.hasTaken()) {
                calls.broken(Rule.REFUSES_OTHER_STATE, name + " has taken what was parked, and then " + thrown, thrown);
            } else if (!Defects.isRefusal(thrown) && interference.changesParked()) {
                calls.broken(Rule.REFUSES_OTHER_STATE, name + " has thrown " + Defects.words(thrown), thrown);
            } else if (!Defects.isRefusal(thrown)) {
                calls.broken(Rule.REFUSES_NONSENSE, name + " has thrown " + Defects.words(thrown), thrown);
            }
            if (name.equals("connect")) {
                interference.answered(thrown);
            }
        }
    }
}
