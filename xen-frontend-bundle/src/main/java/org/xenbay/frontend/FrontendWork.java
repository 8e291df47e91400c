// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;

/** A frontend's executor: runs requests from outside, and handles requests that XenStore refuses. */
final class FrontendWork {

    private static final System.Logger LOG = System.getLogger(FrontendWork.class.getName());

    private final String name;
    private final FrontendThreads threads;
    private final Executor executor;
    private final Consumer<XenStoreException> refused;
    private CompletableFuture<Void> waiting = CompletableFuture.completedFuture(null);
    private boolean ended;

    /**
     * @param name for the log
     * @param threads threads that do the work
     * @param refused called when XenStore refuses a request, except when XenStore is away
     */
    FrontendWork(String name, FrontendThreads threads, Consumer<XenStoreException> refused) {
        this.name = name;
        this.threads = threads;
        this.executor = threads.serial();
        this.refused = refused;
    }

    /** Runs a task on the executor; drops it once this has ended. */
    void execute(Runnable action) {
        executor.execute(() -> guarded(action));
    }

    /** Starts a request from outside; an earlier request that still waits ends. */
    CompletableFuture<Void> request(Runnable action) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        executor.execute(() -> {
            waiting.complete(null);
            waiting = answer;
            if (ended) {
                answer.cancel(false);
            }
            guarded(action);
        });
        return answer;
    }

    /** Completes the waiting request. On the executor only, like the following methods. */
    void done() {
        waiting.complete(null);
    }

    /** Fails the waiting request. */
    void failed(RuntimeException why) {
        waiting.completeExceptionally(why);
    }

    /** Runs a task later, if the request that waits now has not completed by then. */
    void unlessDoneWithin(Duration timeout, Runnable otherwise) {
        CompletableFuture<Void> now = waiting;
        threads.later(timeout, executor, () -> {
            if (!now.isDone()) {
                guarded(otherwise);
            }
        });
    }

    void end() {
        ended = true;
        waiting.cancel(false);
    }

    private void guarded(Runnable action) {
        if (ended) {
            return;
        }
        try {
            action.run();
        } catch (XenStoreException refusal) {
            if (refusal.error() == StoreError.CONNECTION_LOST) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "{0}: XenStore is away; continues when its watches fire again",
                        name);
            } else {
                refused.accept(refusal);
            }
        }
    }
}
