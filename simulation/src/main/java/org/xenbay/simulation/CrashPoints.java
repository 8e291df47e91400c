// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.host.Transferable;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable;

/**
 * The points at which a process can crash: before and after each call of the host or of the hypervisor, and at each store
 * to persistent memory. After a crash every thread stops at its next point, which is equivalent to a later kill. A test can
 * also wait for a point, to disturb the process there. From any thread.
 */
public final class CrashPoints {

    /** Ends the threads of a killed process when the simulation is over. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, true);
        }
    }

    private static final List<Class<?>> KINDS = List.of(
            FileNode.class,
            OpenFile.class,
            OpenDirectory.class,
            Share.class,
            HostFiles.class,
            PseudoTerminal.class,
            PseudoTerminals.class,
            DescriptorStore.class,
            GrantTable.class,
            EventChannel.class);

    /** A step that a test waits for. */
    private record Halt(AtomicInteger left, boolean fatal, long nanos, CountDownLatch reached) {}

    private final CountDownLatch simulation;
    private volatile boolean crashed;
    private volatile @Nullable Halt halt;

    /** @param simulation is over at zero */
    CrashPoints(CountDownLatch simulation) {
        this.simulation = simulation;
    }

    /**
     * Kills the process at a later step.
     *
     * @param steps number of the step; the next one is 1
     * @return a latch that opens when the process is killed
     */
    CountDownLatch killAfter(int steps) {
        return halt(new Halt(new AtomicInteger(steps), true, 0, new CountDownLatch(1)));
    }

    /**
     * Signals a step, and delays it.
     *
     * @param steps number of the step; the next one is 1
     * @param nanos the delay
     * @return a latch that opens when the step is under way
     */
    CountDownLatch pauseAfter(int steps, long nanos) {
        return halt(new Halt(new AtomicInteger(steps), false, nanos, new CountDownLatch(1)));
    }

    private CountDownLatch halt(Halt next) {
        halt = next;
        return next.reached;
    }

    /** Kills the process now. */
    void kill() {
        crashed = true;
    }

    /** @return whether the process has crashed */
    public boolean hasCrashed() {
        return crashed;
    }

    /** The process has reached a step. */
    public void step() {
        if (crashed) {
            standStill();
        }
        Halt here = halt;
        if (here != null && here.left.decrementAndGet() == 0) {
            crashed |= here.fatal;
            here.reached.countDown();
            if (here.fatal) {
                standStill();
            }
            LockSupport.parkNanos(here.nanos);
        }
    }

    /** Stops the thread with all its locks until the simulation is over. */
    private void standStill() {
        boolean ended = false;
        while (!ended) {
            try {
                ended = simulation.await(1, TimeUnit.HOURS);
            } catch (InterruptedException again) {
                // a killed thread ignores interrupts
            }
        }
        // Not a failure, so a later test must not report it.
        Thread.currentThread().setUncaughtExceptionHandler((thread, killed) -> {});
        throw new Killed();
    }

    /**
     * Wraps an object so that its calls are steps.
     *
     * @param <T> its type
     * @param thing an object of the host or the hypervisor
     * @return the object for this process
     */
    @SuppressWarnings("unchecked")
    public <T> T withCrashPoints(T thing) {
        return (T) wrapped(thing);
    }

    private Object wrapped(Object thing) {
        if (thing instanceof CreatedFile made) {
            return new CreatedFile((FileNode) wrapped(made.node()), (OpenFile) wrapped(made.file()));
        }
        for (Class<?> kind : KINDS) {
            if (kind.isInstance(thing)) {
                Class<?>[] kinds = thing instanceof Transferable
                        ? new Class<?>[] {kind, Transferable.class}
                        : new Class<?>[] {kind};
                return Proxy.newProxyInstance(kind.getClassLoader(), kinds, new Steps(thing));
            }
        }
        return thing;
    }

    /** Handles the calls of one object. */
    private final class Steps implements InvocationHandler {
        private final Object thing;

        Steps(Object thing) {
            this.thing = thing;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method.getName(), given);
            }
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = arguments[i] instanceof Runnable told ? whileAlive(told) : bare(arguments[i]);
            }
            step();
            try {
                Object result = method.invoke(thing, arguments);
                step();
                return wrapped(result);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }

        private Object ofObject(Object proxy, String method, Object[] given) {
            return switch (method) {
                case "equals" -> proxy == given[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> thing.toString();
            };
        }
    }

    /** Drops calls to a killed process. */
    private Runnable whileAlive(Runnable told) {
        return () -> {
            if (!crashed) {
                told.run();
            }
        };
    }

    /** @return the host's object behind a process's wrapper */
    static Object bare(Object wrapped) {
        return wrapped != null
                        && Proxy.isProxyClass(wrapped.getClass())
                        && Proxy.getInvocationHandler(wrapped) instanceof Steps steps
                ? steps.thing
                : wrapped;
    }
}
