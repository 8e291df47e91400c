// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.simulation.Waiting;

/**
 * The backend's classes, and the author's tests, are loaded again by a separate loader, like those of a bundle. When their
 * device is closed and they have ended, no object may refer to them.
 */
final class LoaderCase {

    private LoaderCase() {}

    static List<ContractCase> all() {
        return List.of(new ContractCase("left: no class of a version that has ended", LoaderCase::isForgotten));
    }

    private static void isForgotten(BackendContract author) {
        if (author.getClass().getName().startsWith(Bundle.OWN)) {
            return;
        }
        WeakReference<ClassLoader> loader = live(author);
        RecordMethods.forgetOthers();
        try {
            Waiting.until(author.timeout(), () -> {
                System.gc();
                return loader.refersTo(null);
            });
        } catch (AssertionError late) {
            throw new ContractViolation(
                    Rule.IS_FORGOTTEN, "something of the JDK or of the platform refers to its classes still", late);
        }
    }

    /** A life of a device. */
    private static WeakReference<ClassLoader> live(BackendContract author) {
        Bundle bundle = new Bundle(author);
        try (ContractHost host = new ContractHost(bundle.again(author))) {
            host.connect();
            host.uses().once();
            host.replace();
            host.uses().once();
            host.demands()
                    .done(Rule.CLOSES, "the driver cannot leave", host.client().unload());
        }
        return new WeakReference<>(bundle);
    }

    /** Loads the classes that are in the same place as the author's. */
    private static final class Bundle extends ClassLoader {

        /** The test kit may be in the same place as an author's classes. */
        private static final String OWN = "org.xenbay.testkit.";

        private final Set<String> places = new HashSet<>();

        Bundle(BackendContract author) {
            super(author.getClass().getClassLoader());
            places.add(placeOf(author.getClass()));
            var version = author.newVersion();
            places.add(placeOf(version.getClass()));
            author.stop(version);
            author.closeHost();
        }

        private static String placeOf(Class<?> type) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            return source == null ? "" : source.getLocation().toString();
        }

        BackendContract again(BackendContract author) {
            try {
                Class<?> type = loadClass(author.getClass().getName());
                Constructor<?> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                BackendContract copy = (BackendContract) constructor.newInstance();
                copyFolders(author, copy);
                return copy;
            } catch (ReflectiveOperationException failed) {
                throw new IllegalStateException("the class needs a constructor without parameters", failed);
            }
        }

        /** Copies fields that JUnit has set: a test's temporary folder. */
        private static void copyFolders(BackendContract author, BackendContract copy)
                throws ReflectiveOperationException {
            for (Field field : author.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && field.getType() == Path.class) {
                    field.setAccessible(true);
                    Field same = copy.getClass().getDeclaredField(field.getName());
                    same.setAccessible(true);
                    same.set(copy, field.get(author));
                }
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                byte[] bytes = name.startsWith(OWN) ? null : bytesOf(name);
                return bytes == null ? super.loadClass(name, resolve) : defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte @Nullable [] bytesOf(String name) {
            String file = name.replace('.', '/') + ".class";
            URL url = getParent().getResource(file);
            if (url == null || places.stream().noneMatch(place -> url.toString().contains(place))) {
                return null;
            }
            try (InputStream in = url.openStream()) {
                return in.readAllBytes();
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
