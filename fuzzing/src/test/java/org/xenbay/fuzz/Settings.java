package org.xenbay.fuzz;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings of a component: what is given, the defaults for others. */
final class Settings {

    private Settings() {}

    static <T> T of(Class<T> type, Map<String, Object> given) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> given.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
