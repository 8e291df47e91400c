// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceLog;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileSystemStat;
import org.xenbay.api.file.Share;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.export.Squash;

class FolderCountTest {

    private static final Quota.Limits LIMITS = new Quota.Limits(1 << 20, 100, 0, false);

    @TempDir
    Path folder;

    /** The tasks of the device's executor, which the test runs. */
    private final BlockingQueue<DeviceContext.Task> tasks = new LinkedBlockingQueue<>();

    private final List<Duration> delays = new ArrayList<>();
    private final List<DeviceContext.Task> timers = new ArrayList<>();
    private int rechecks;
    private volatile boolean broken;
    private final Housekeeping housekeeping = new Housekeeping();
    private Export export;
    private FolderCount count;

    @BeforeEach
    void open() throws Exception {
        Files.createFile(folder.resolve("one"));
        Files.createFile(folder.resolve("two"));
        ExportRules rules = new ExportRules(ExportRules.Model.NONE, false, Squash.NONE, LIMITS, 100);
        export = new Export(breakable(Host.FILES.open(folder)), rules, housekeeping);
        count = new FolderCount(device(), folder, export, true);
    }

    @AfterEach
    void close() {
        export.close();
        housekeeping.close();
    }

    private Share breakable(Share share) {
        return new Share() {
            @Override
            public FileNode root() throws FileException {
                if (broken) {
                    throw new FileException(Errno.EIO, "planted");
                }
                return share.root();
            }

            @Override
            public void close() {
                share.close();
            }
        };
    }

    private DeviceContext device() {
        DeviceLog silent = proxy(DeviceLog.class, (name, arguments) -> null);
        return proxy(DeviceContext.class, (name, arguments) -> switch (name) {
            case "execute" -> {
                tasks.add((DeviceContext.Task) arguments[0]);
                yield null;
            }
            case "schedule" -> {
                delays.add((Duration) arguments[0]);
                timers.add((DeviceContext.Task) arguments[1]);
                yield null;
            }
            case "recheck" -> {
                rechecks++;
                yield null;
            }
            case "log" -> silent;
            default -> throw new UnsupportedOperationException(name);
        });
    }

    @FunctionalInterface
    private interface Answers {
        Object answer(String name, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.answer(method.getName(), arguments)));
    }

    private void runNextTask() throws Exception {
        DeviceContext.Task next = tasks.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a task of the device").isNotNull();
        next.run();
    }

    private void waitsFor(String what) {
        assertThat(count.waitForEnd())
                .isEqualTo(Readiness.waitFor(Readiness.Side.HOST, "the files of " + folder + ", " + what));
    }

    @Test
    void theDeviceIsReadyWhenTheFilesAreCounted() throws Exception {
        waitsFor("which are being counted");
        assertThat(count.isKnown()).isFalse();
        runNextTask();
        assertThat(count.waitForEnd()).isEqualTo(Readiness.ready());
        assertThat(export.usedFiles()).isEqualTo(2);
        assertThat(rechecks).isEqualTo(1);
    }

    @Test
    void theFilesOfTheFileSystemAreTheMostThatAreCounted() throws Exception {
        assertThat(export.mostToCount()).isZero();
        waitsFor("which are being counted");
        runNextTask();
        FileSystemStat host;
        try (Share share = Host.FILES.open(folder)) {
            host = share.root().statFileSystem();
        }
        // btrfs does not say how many files it has.
        assertThat(export.mostToCount() >= 2).isEqualTo(host.files() - host.freeFiles() >= 2);
    }

    @Test
    void aCountThatFailsIsBegunAgainLater() throws Exception {
        broken = true;
        waitsFor("which are being counted");
        runNextTask();
        waitsFor("which cannot be counted: " + new FileException(Errno.EIO, "planted").getMessage());
        assertThat(tasks).as("no second count before its time").isEmpty();
        assertThat(delays).containsExactly(Duration.ofSeconds(30));
        broken = false;
        timers.get(0).run();
        waitsFor("which are being counted");
        runNextTask();
        assertThat(count.waitForEnd()).isEqualTo(Readiness.ready());
        assertThat(export.usedFiles()).isEqualTo(2);
    }

    @Test
    void aClosedFolderIsNotAskedForAgain() throws Exception {
        broken = true;
        waitsFor("which are being counted");
        DeviceContext.Task late = tasks.poll(20, TimeUnit.SECONDS);
        count.end();
        late.run();
        assertThat(rechecks).isZero();
        assertThat(timers).isEmpty();
    }

    @Test
    void whatAPredecessorHasCountedIsNotCountedAgain() {
        count.restored();
        assertThat(count.waitForEnd()).isEqualTo(Readiness.ready());
        assertThat(export.countedUntilNow()).isEmpty();
    }
}
