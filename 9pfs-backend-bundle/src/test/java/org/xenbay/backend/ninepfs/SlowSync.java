// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.Share;

/** Files of a disk on which a sync does not end before the test lets it end. */
final class SlowSync {

    private static final List<Class<?>> KINDS = List.of(HostFiles.class, Share.class, FileNode.class, OpenFile.class);

    private SlowSync() {}

    /**
     * @param reached counted down when a sync has begun
     * @param mayEnd a sync ends when this latch is at zero
     */
    static HostFiles of(HostFiles files, CountDownLatch reached, CountDownLatch mayEnd) {
        return of(files, reached, mayEnd, new CountDownLatch(1));
    }

    /** @param closed counted down when a file has been closed */
    static HostFiles of(HostFiles files, CountDownLatch reached, CountDownLatch mayEnd, CountDownLatch closed) {
        return (HostFiles) wrapped(files, reached, mayEnd, closed);
    }

    private static Object wrapped(Object thing, CountDownLatch reached, CountDownLatch mayEnd, CountDownLatch closed) {
        for (Class<?> kind : KINDS) {
            if (kind.isInstance(thing)) {
                return Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, given) -> {
                    if (method.getName().equals("sync")) {
                        reached.countDown();
                        if (!mayEnd.await(60, TimeUnit.SECONDS)) {
                            throw new IllegalStateException("the test did not let the sync end");
                        }
                    }
                    try {
                        return wrapped(method.invoke(thing, given), reached, mayEnd, closed);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    } finally {
                        if (thing instanceof OpenFile && method.getName().equals("close")) {
                            closed.countDown();
                        }
                    }
                });
            }
        }
        return thing;
    }
}
