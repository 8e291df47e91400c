// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.api.screen.GuestScreen;

/**
 * Viewers that outlast this process: their connections are in the descriptor store, their journals in files of the run folder. From
 * any thread.
 */
final class KeptViewers {

    private static final System.Logger LOG = System.getLogger(KeptViewers.class.getName());
    private static final String SUFFIX = ".viewers";

    private final Path folder;
    private final StreamSockets sockets;
    private final DescriptorStore store;
    private final Runnable atCommit;

    /** What predecessors have left and no screen has claimed yet, by the names of files. */
    @GuardedBy("this")
    private final Map<String, Left> left = new TreeMap<>();

    private record Left(ViewerFile file, List<LeftViewer> viewers) {}

    /**
     * Takes all connections that predecessors have left: the store closes what nobody has taken for some time.
     *
     * @param folder of sockets and journals
     * @param sockets takes over connections
     * @param store gives those of predecessors
     * @param atCommit called before and after each store that commits, for tests
     */
    KeptViewers(Path folder, StreamSockets sockets, DescriptorStore store, Runnable atCommit) {
        this.folder = folder;
        this.sockets = sockets;
        this.store = store;
        this.atCommit = atCommit;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            files.forEach(this::take);
        } catch (NoSuchFileException none) {
            LOG.log(Level.DEBUG, "no process has had viewers before");
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "viewers of the last process are not continued with: {0}", failed.toString());
        }
    }

    private synchronized void take(Path path) {
        ViewerFile file;
        try {
            file = ViewerFile.left(path, atCommit);
        } catch (IOException damaged) {
            LOG.log(Level.WARNING, "{0} is ignored: {1}", path, damaged.getMessage());
            ViewerFile.empty(path, atCommit).delete();
            return;
        }
        List<LeftViewer> viewers = new ArrayList<>();
        file.journals().forEach(journal -> viewers.add(taken(journal)));
        left.put(String.valueOf(path.getFileName()), new Left(file, viewers));
    }

    private LeftViewer taken(ViewerJournal journal) {
        try {
            AutoCloseable thing = store.take(journal.token());
            if (thing instanceof StreamSocket socket) {
                journal.token(socket.token());
                return new LeftViewer(journal, socket, "");
            }
            thing.close();
            return new LeftViewer(journal, null, "its journal names no connection");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new LeftViewer(journal, null, interrupted.toString());
        } catch (Exception gone) {
            return new LeftViewer(journal, null, "its connection is not there: " + gone.getMessage());
        }
    }

    /** @return keeps the viewers of a screen */
    synchronized ScreenKeep of(GuestScreen screen) {
        DeviceId device = screen.device();
        String name = device.domain() + "-" + device.device() + SUFFIX;
        Left present = left.remove(name);
        String words = device + " of " + screen.domainName() + ", " + screen.vnc();
        return present == null
                ? new ScreenKeep(words, sockets, ViewerFile.empty(folder.resolve(name), atCommit), List.of())
                : new ScreenKeep(words, sockets, present.file(), present.viewers());
    }

    /** Disconnects viewers whose screens have not come. */
    synchronized void closeUnclaimed() {
        left.forEach((name, each) -> {
            if (!each.viewers().isEmpty()) {
                LOG.log(Level.INFO, "{0}: the screen has not come, and its viewers are disconnected", name);
            }
            each.viewers().forEach(LeftViewer::end);
            each.file().delete();
        });
        left.clear();
    }

    /** Leaves viewers whose screens have not come to a successor. */
    synchronized void leave() {
        left.values().stream().flatMap(each -> each.viewers().stream()).forEach(KeptViewers::leave);
        left.clear();
    }

    private static void leave(LeftViewer viewer) {
        StreamSocket socket = viewer.socket();
        try {
            if (socket != null) {
                socket.detach();
            }
            viewer.journal().leave();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer cannot be left to a successor: {0}", failed.toString());
            viewer.end();
        }
    }
}
