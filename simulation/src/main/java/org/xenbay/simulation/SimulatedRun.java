// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.xenbay.simulation.schedule.Outcome;
import org.xenbay.simulation.schedule.RewritingLoader;
import org.xenbay.simulation.schedule.Scheduler;
import org.xenbay.simulation.schedule.Trace;

/** Runs {@link Simulated} tests; {@code -Dsimulation.trace=FILE} writes each switch of the last run into a file. */
public final class SimulatedRun implements InvocationInterceptor {

    private static final RewritingLoader LOADER = new RewritingLoader(SimulatedRun.class.getClassLoader());

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        invocation.skip();
        Object test = called.getTarget().orElseThrow();
        long seed = (Long) called.getArguments().get(0);
        Outcome outcome = run(LOADER, test, called.getExecutable(), seed);
        Throwable failure = outcome.failure();
        if (failure != null) {
            throw new AssertionError(
                    "seed " + seed + " failed after " + outcome + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Runs a test's method with a seed.
     *
     * @param loader loads the rewritten classes
     * @param test the instance with the fields that the method reads
     * @param method a method with one parameter
     * @param seed the parameter
     * @return how it ended
     * @throws Exception when the run cannot begin
     */
    public static Outcome run(RewritingLoader loader, Object test, Method method, long seed) throws Exception {
        Class<?> type = loader.loadClass(test.getClass().getName());
        Method rewritten = type.getDeclaredMethod(method.getName(), long.class);
        rewritten.setAccessible(true);
        Optional<Path> file =
                Optional.ofNullable(System.getProperty("simulation.trace")).map(Path::of);
        try (PrintStream out = file.isPresent() ? open(file.get()) : null) {
            return Scheduler.run(seed, out == null ? Trace.hashed() : Trace.printed(out), () -> {
                try {
                    rewritten.invoke(copy(test, type), seed);
                } catch (InvocationTargetException failed) {
                    if (failed.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (Exception) failed.getCause();
                }
            });
        }
    }

    private static PrintStream open(Path file) throws IOException {
        return new PrintStream(file.toFile(), StandardCharsets.UTF_8);
    }

    /** Copies fields that JUnit has set. */
    private static Object copy(Object test, Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object copy = constructor.newInstance();
        for (Field field : test.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && field.getType() == Path.class) {
                field.setAccessible(true);
                Field same = type.getDeclaredField(field.getName());
                same.setAccessible(true);
                same.set(copy, field.get(test));
            }
        }
        return copy;
    }
}
