// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.Objects;

/**
 * The method handles by which the JDK makes {@code equals}, {@code hashCode} and {@code toString} of records. Each remembers
 * the type to which it was adapted last ({@code MethodHandle.asTypeCache}; from JDK 19 on by a soft reference). It therefore
 * refers to the class loader of the record class that was most recently used for the first time: to at most one loader, until
 * another record class is used.
 */
final class RecordMethods {

    private RecordMethods() {}

    /** Makes a new record class replace the one that the method handles remember. */
    static void forgetOthers() {
        try {
            Constructor<?> made =
                    new Once().loadClass(ComponentOfEachKind.class.getName()).getDeclaredConstructors()[0];
            made.setAccessible(true);
            Object one = made.newInstance("", true, (byte) 0, (short) 0, 'a', 0, 0L, 0f, 0d);
            Object same = made.newInstance("", true, (byte) 0, (short) 0, 'a', 0, 0L, 0f, 0d);
            if (!one.equals(same)
                    || one.hashCode() != same.hashCode()
                    || !one.toString().equals(same.toString())) {
                throw new IllegalStateException("two records of the same components differ");
            }
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Defines the record class again, because the methods of a class that was used before are linked already. */
    private static final class Once extends ClassLoader {

        Once() {
            super(RecordMethods.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(ComponentOfEachKind.class.getName())) {
                return super.loadClass(name, resolve);
            }
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getParent().getResourceAsStream(file), file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException failed) {
                throw new ClassNotFoundException(name, failed);
            }
        }
    }
}
