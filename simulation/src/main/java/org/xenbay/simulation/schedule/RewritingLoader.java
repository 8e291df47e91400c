// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Loads this project's classes rewritten by {@link Rewriter}, all others unchanged. */
public final class RewritingLoader extends ClassLoader {

    private static final String OURS = "org.xenbay.";
    private static final String RUNTIME = RewritingLoader.class.getPackageName() + ".";

    static {
        registerAsParallelCapable();
    }

    /** For each requested class, whether it has native methods. */
    private static final Map<String, Boolean> BINDINGS = new ConcurrentHashMap<>();

    private final @Nullable PlantedFault planted;

    /** @param parent has all classes */
    public RewritingLoader(ClassLoader parent) {
        super(parent);
        this.planted = null;
    }

    /**
     * @param parent has all classes
     * @param planted the fault
     */
    public RewritingLoader(ClassLoader parent, PlantedFault planted) {
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
        byte[] compiled = compiled(name.replace('.', '/')).orElseThrow(() -> new ClassNotFoundException(name));
        byte[] rewritten = Rewriter.rewrite(compiled, planted, this::isBinding);
        return defineClass(name, rewritten, 0, rewritten.length);
    }

    private Optional<byte[]> compiled(String internalName) {
        try (InputStream file = getResourceAsStream(internalName + ".class")) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @return whether it is a class of this project with native methods */
    private boolean isBinding(String internalName) {
        return internalName.startsWith(OURS.replace('.', '/'))
                && BINDINGS.computeIfAbsent(
                        internalName,
                        unused -> compiled(internalName)
                                .filter(Rewriter::hasNativeMethods)
                                .isPresent());
    }
}
