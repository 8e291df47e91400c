// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionVisitorTest {

    /** Gives the name of the method that was called. */
    @SuppressWarnings("unchecked")
    private static final ActionVisitor<String> NAMES = (ActionVisitor<String>) Proxy.newProxyInstance(
            ActionVisitor.class.getClassLoader(),
            new Class<?>[] {ActionVisitor.class},
            (proxy, method, arguments) -> method.getName());

    static Stream<Class<?>> kinds() {
        return Stream.of(Action.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachKindOfActionCallsTheMethodOfItsOwnName(Class<?> kind) throws Exception {
        Constructor<?> constructor = kind.getDeclaredConstructors()[0];
        Object[] parts = Stream.of(constructor.getParameterTypes())
                .map(type -> type == int.class ? (Object) 0 : null)
                .toArray();
        Action action = (Action) constructor.newInstance(parts);
        assertThat(action.accept(NAMES)).isEqualToIgnoringCase(kind.getSimpleName());
    }
}
