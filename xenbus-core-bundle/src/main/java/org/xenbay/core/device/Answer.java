// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.jspecify.annotations.Nullable;

/** Checks answers of a backend's code. */
final class Answer {

    private Answer() {}

    /**
     * @param answer what its code returned
     * @param who the object that returned it
     * @param method the method that returned it
     * @param <T> type of the answer
     * @return the answer
     * @throws IllegalStateException when it is null; names the class and the method
     */
    static <T> T of(@Nullable T answer, Object who, String method) {
        if (answer == null) {
            throw new IllegalStateException(where(who, method) + " returned null");
        }
        return answer;
    }

    /** The class that contains the method's code, which may be a superclass of the handler's class. */
    private static String where(Object who, String method) {
        for (Class<?> type = who.getClass(); type != null; type = type.getSuperclass()) {
            for (var declared : type.getDeclaredMethods()) {
                if (declared.getName().equals(method) && !declared.isSynthetic()) {
                    return type.getName() + "." + method;
                }
            }
        }
        return who.getClass().getName() + "." + method;
    }
}
