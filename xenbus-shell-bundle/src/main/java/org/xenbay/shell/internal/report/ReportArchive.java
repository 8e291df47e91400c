// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP archive of texts. Each text is made on a thread of its own, because what is asked may hang: a report is wanted when something does
 * not work. A text that cannot be had is replaced by the reason. Used by one thread.
 */
public final class ReportArchive {

    /** Most characters of a text; a host with 5,000 devices needs a third of it for its devices. */
    static final int MAX_LENGTH = 32 << 20;

    private final ZipOutputStream zip;
    private final Duration patience;
    private final ThreadFactory threads;
    private final List<String> missing = new ArrayList<>();

    /**
     * @param out the archive; stays open
     * @param patience the longest time for one text
     * @param threads make the texts
     */
    public ReportArchive(OutputStream out, Duration patience, ThreadFactory threads) {
        this.zip = new ZipOutputStream(new BufferedOutputStream(out), StandardCharsets.UTF_8);
        this.patience = patience;
        this.threads = threads;
    }

    /**
     * Adds a text.
     *
     * @param name the name of its file in the archive
     * @param text makes it; may block, and may throw
     * @throws IOException when the archive cannot be written
     * @throws InterruptedException when the caller is interrupted
     */
    public void add(String name, Callable<String> text) throws IOException, InterruptedException {
        String content = made(name, text);
        zip.putNextEntry(new ZipEntry(name));
        int length = Math.min(content.length(), MAX_LENGTH);
        zip.write(content.substring(0, length).getBytes(StandardCharsets.UTF_8));
        if (length < content.length()) {
            zip.write(
                    ("\n… and " + (content.length() - length) + " more characters\n").getBytes(StandardCharsets.UTF_8));
        }
        zip.closeEntry();
    }

    private String made(String name, Callable<String> text) throws InterruptedException {
        FutureTask<String> task = new FutureTask<>(text);
        threads.newThread(task).start();
        try {
            return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return not(name, "no answer for " + patience.toSeconds() + " s");
        } catch (ExecutionException failed) {
            return not(name, String.valueOf(failed.getCause()));
        } finally {
            task.cancel(true);
        }
    }

    private String not(String name, String why) {
        missing.add(name + " (" + why + ")");
        return "not known: " + why + "\n";
    }

    /** @return names of the texts that could not be had, with the reason */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /**
     * Completes the archive. It can be read also when it has fewer texts than wanted.
     *
     * @throws IOException when it cannot be written
     */
    public void finish() throws IOException {
        zip.finish();
        zip.flush();
    }
}
