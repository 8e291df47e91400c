// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.admin;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.core.registry.BackendTable;

/**
 * Asks a backend which nodes a new device has, on a separate thread, so that an operator does not wait for ever for code that
 * does not return.
 */
final class TemplateCall {

    private final BackendTable.Entry backend;
    private final Duration limit;

    /** @param limit how long the backend may take */
    TemplateCall(BackendTable.Entry backend, Duration limit) {
        this.backend = backend;
        this.limit = limit;
    }

    /**
     * @return what the backend answers
     * @throws IllegalArgumentException when the backend refuses an option
     * @throws IllegalStateException when the backend does not answer in time, or the calling thread is interrupted
     */
    DeviceTemplate of(DeviceId id, Map<String, String> options) {
        CompletableFuture<DeviceTemplate> answer = new CompletableFuture<>();
        Thread asking = DaemonThreads.start("xenbus-template", () -> {
            try {
                answer.complete(backend.ops().template(id, options));
            } catch (Throwable thrown) { // the code is any bundle's: the operator gets whatever it throws as the answer
                answer.completeExceptionally(thrown);
            }
        });
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException thrown) {
            throw unwrapped(thrown.getCause());
        } catch (TimeoutException late) {
            asking.interrupt();
            throw new IllegalStateException(
                    notAttached(id, "has not returned from template for " + limit.toSeconds() + " s"));
        } catch (InterruptedException ended) {
            asking.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(notAttached(id, "was not waited for any longer"));
        }
    }

    private String notAttached(DeviceId id, String why) {
        return id + " is not attached: " + backend.name() + " " + why;
    }

    private static RuntimeException unwrapped(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }
}
