// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

/** Answers of a backend's code. */
final class Answer {

    private Answer() {}

    /**
     * @param answer what its code returned
     * @param who returned it
     * @param method which of its methods
     * @param <T> kind of the answer
     * @return the answer
     * @throws IllegalStateException when it is null; says whose it is
     */
    static <T> T of(T answer, Object who, String method) {
        if (answer == null) {
            throw new IllegalStateException(where(who, method) + " returned null");
        }
        return answer;
    }

    /** The class that has the method's code, which may be one that the handler's class extends. */
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
