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
 * The points at which a process can crash: before and after each call of the host or of the hypervisor, and at each store to
 * memory that outlasts the process. After a crash every thread stands still at its next point, which is the same as if the
 * process was killed later. A test can also wait for a point, to disturb the process there. From any thread.
 */
public final class CrashPoints {

    /** What a killed process's threads end of, when the simulation is over. */
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

    /** A step that somebody waits for. */
    private record Halt(AtomicInteger left, boolean fatal, long nanos, CountDownLatch reached) {}

    private final CountDownLatch simulation;
    private volatile boolean crashed;
    private volatile Halt halt;

    /** @param simulation is over at zero */
    CrashPoints(CountDownLatch simulation) {
        this.simulation = simulation;
    }

    /**
     * The process is killed at a step from now on.
     *
     * @param steps the first one is 1
     * @return zero when it has been
     */
    CountDownLatch killAfter(int steps) {
        return halt(new Halt(new AtomicInteger(steps), true, 0, new CountDownLatch(1)));
    }

    /**
     * Tells of a step, which takes a little longer for that.
     *
     * @param steps the first one is 1
     * @param nanos how long
     * @return zero when it is under way
     */
    CountDownLatch pauseAfter(int steps, long nanos) {
        return halt(new Halt(new AtomicInteger(steps), false, nanos, new CountDownLatch(1)));
    }

    private CountDownLatch halt(Halt next) {
        halt = next;
        return next.reached;
    }

    /** The process is killed now. */
    void kill() {
        crashed = true;
    }

    /** @return whether the process has crashed */
    public boolean hasCrashed() {
        return crashed;
    }

    /** The process comes to a step. */
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

    /** With all locks that it has, which nobody gets any more; until the simulation is over. */
    private void standStill() {
        boolean ended = false;
        while (!ended) {
            try {
                ended = simulation.await(1, TimeUnit.HOURS);
            } catch (InterruptedException again) {
                // a killed thread hears nothing
            }
        }
        // What ends here is nobody's failure, least of all that of a test that comes later.
        Thread.currentThread().setUncaughtExceptionHandler((thread, killed) -> {});
        throw new Killed();
    }

    /**
     * Makes steps of the calls of something.
     *
     * @param <T> what it is
     * @param thing of the host or the hypervisor
     * @return the same, as this process has it
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

    /** Calls of one thing. */
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

    /** A process that has been killed is told nothing. */
    private Runnable whileAlive(Runnable told) {
        return () -> {
            if (!crashed) {
                told.run();
            }
        };
    }

    /** @return what a process of this simulation has, as the host has it */
    static Object bare(Object wrapped) {
        return wrapped != null
                        && Proxy.isProxyClass(wrapped.getClass())
                        && Proxy.getInvocationHandler(wrapped) instanceof Steps steps
                ? steps.thing
                : wrapped;
    }
}
