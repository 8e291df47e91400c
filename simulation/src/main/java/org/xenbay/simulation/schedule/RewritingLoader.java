// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Loads this project's classes rewritten by {@link Rewriter}, all others unchanged. */
public final class RewritingLoader extends ClassLoader {

    private static final String OURS = "org.xenbay.";
    private static final String RUNTIME = RewritingLoader.class.getPackageName() + ".";

    static {
        registerAsParallelCapable();
    }

    private final Planted planted;

    /**
     * @param parent has all classes
     * @param planted null for no fault
     */
    public RewritingLoader(ClassLoader parent, Planted planted) {
        super(parent);
        this.planted = planted;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith(RUNTIME)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] rewritten = Rewriter.rewrite(file.readAllBytes(), planted);
            return defineClass(name, rewritten, 0, rewritten.length);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
