package org.xenbay.backend.ninepfs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.Keeper;
import org.xenbay.api.host.Keepsake;

/**
 * The life of a process that is killed at some step: before or after a call of the host, or before a store to its journal.
 * From then on every thread stands still at its next step, which is the same as that it was killed later.
 */
final class Life {

    /** What a killed process's threads end of. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, true);
        }
    }

    private static final Class<?>[] KINDS = {
        FileNode.class, OpenFile.class, OpenDirectory.class, Share.class, HostFiles.class, Keeper.class
    };

    private static volatile CountDownLatch simulation = new CountDownLatch(1);

    private final AtomicInteger steps = new AtomicInteger(Integer.MAX_VALUE);
    private final CountDownLatch end = new CountDownLatch(1);

    void killAfter(int count) {
        steps.set(count);
    }

    void kill() {
        end.countDown();
    }

    boolean isOver() {
        return end.getCount() == 0;
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        return end.await(millis, TimeUnit.MILLISECONDS);
    }

    void step() {
        if (isOver() || steps.decrementAndGet() <= 0) {
            kill();
            standStill();
        }
    }

    /** With all locks that it has, which nobody gets any more; until the simulation is over. */
    private static void standStill() {
        CountDownLatch over = simulation;
        boolean ended = false;
        while (!ended) {
            try {
                over.await();
                ended = true;
            } catch (InterruptedException again) {
                // a killed thread hears nothing
            }
        }
        // What ends here is nobody's failure, least of all that of a test that comes later.
        Thread.currentThread().setUncaughtExceptionHandler((thread, killed) -> {});
        throw new Killed();
    }

    /** All that was killed may end: nothing of it can be seen any more. */
    static void endSimulation() {
        simulation.countDown();
        simulation = new CountDownLatch(1);
    }

    /** @return the same, as this process has it */
    Object mortal(Object thing) {
        if (thing instanceof CreatedFile made) {
            return new CreatedFile((FileNode) mortal(made.node()), (OpenFile) mortal(made.file()));
        }
        for (Class<?> kind : KINDS) {
            if (kind.isInstance(thing)) {
                return proxy(thing, kind);
            }
        }
        return thing;
    }

    private Object proxy(Object thing, Class<?> kind) {
        Class<?>[] types = thing instanceof Keepsake ? new Class<?>[] {kind, Keepsake.class} : new Class<?>[] {kind};
        return Proxy.newProxyInstance(kind.getClassLoader(), types, new Handler(thing));
    }

    private final class Handler implements java.lang.reflect.InvocationHandler {
        private final Object thing;

        Handler(Object thing) {
            this.thing = thing;
        }

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] given) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("equals")
                        ? proxy == given[0]
                        : method.getName().equals("hashCode") ? System.identityHashCode(proxy) : thing.toString();
            }
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] != null
                        && Proxy.isProxyClass(arguments[i].getClass())
                        && Proxy.getInvocationHandler(arguments[i]) instanceof Handler other) {
                    arguments[i] = other.thing;
                }
            }
            step();
            try {
                Object result = method.invoke(thing, arguments);
                step();
                return mortal(result);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }
    }
}
