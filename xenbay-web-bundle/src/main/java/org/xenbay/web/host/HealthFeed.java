// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.management.Monitoring;
import org.xenbay.api.thread.DaemonThreads;

/**
 * How the host is, for all open pages: it is checked on a thread of its own, every five seconds while somebody looks, however many do.
 * From any thread.
 */
public final class HealthFeed implements AutoCloseable {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int IDLE_SECONDS = 20;

    /** Longer than all checks together take. */
    private static final int PATIENCE_SECONDS = 8;

    private static final int BUSY = 503;

    private final HostServices services;
    private final ExecutorService thread = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("xenbay-web-health"),
            new ThreadPoolExecutor.DiscardPolicy());

    /** The checks that are being made, or were made last; null before the first. */
    @GuardedBy("this")
    private @Nullable CompletableFuture<HealthReport> look;

    @GuardedBy("this")
    private long begun;

    private volatile @Nullable HealthReport latest;

    /** @param services of the host */
    public HealthFeed(HostServices services) {
        this.services = services;
    }

    /** @return the judgement in a word and a line, as it was found last; empty before the first checks have ended. Does not wait */
    public Map<String, Object> brief() {
        begin();
        HealthReport known = latest;
        return known == null ? Map.of() : map(known);
    }

    /**
     * @return the judgement, and what each check has found
     * @throws InterruptedException when interrupted
     */
    public Map<String, Object> all() throws InterruptedException {
        HealthReport report = await(begin());
        Map<String, Object> map = map(report);
        map.put("findings", report.findings().stream().map(HealthFeed::map).toList());
        return map;
    }

    private static HealthReport await(CompletableFuture<HealthReport> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new Refusal(BUSY, "the checks have not ended for " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the checks have failed", failed);
        }
    }

    private static Map<String, Object> map(HealthReport report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("severity", report.severity());
        map.put("line", report.line());
        return map;
    }

    private static Map<String, Object> map(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("check", finding.check());
        map.put("severity", finding.severity());
        map.put("text", finding.text());
        return map;
    }

    private synchronized CompletableFuture<HealthReport> begin() {
        CompletableFuture<HealthReport> last = look;
        if (last != null && (!last.isDone() || System.nanoTime() - begun < PERIOD_NANOS)) {
            return last;
        }
        CompletableFuture<HealthReport> next = new CompletableFuture<>();
        look = next;
        begun = System.nanoTime();
        thread.execute(() -> check(next));
        return next;
    }

    private void check(CompletableFuture<HealthReport> answer) {
        HealthReport found;
        try {
            found = services.monitoring()
                    .map(HealthFeed::ask)
                    .orElseGet(() -> unknown("org.xenbay.shell is not running"));
        } catch (RuntimeException
                | Error failed) { // another bundle's code: pages wait for an answer whatever it throws
            found = unknown(failed.toString());
        }
        latest = found;
        answer.complete(found);
    }

    private static HealthReport ask(Monitoring monitoring) {
        try {
            return monitoring.health();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return unknown("the page is being switched off");
        }
    }

    private static HealthReport unknown(String why) {
        return HealthReport.of(List.of(new Finding("checks", Severity.UNKNOWN, "nothing could be checked: " + why)));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
