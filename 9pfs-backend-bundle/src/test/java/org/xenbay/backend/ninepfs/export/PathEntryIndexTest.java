// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.Share;
import org.xenbay.api.file.Timestamp;
import org.xenbay.nativexen.file.HostFilesComponent;

/** Path entries are found by folder and name, and leave the index in any order. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PathEntryIndexTest {

    /** As many fids as one device may have. */
    private static final int MANY = 1 << 18;

    private static final int FEW = 1000;
    private static final int NAMES = 7;

    @TempDir
    Path folder;

    private Share share;
    private PathEntry root;

    private static byte[] name(int number) {
        return ("file" + number).getBytes(StandardCharsets.US_ASCII);
    }

    @BeforeEach
    void start() throws Exception {
        share = HostFilesComponent.ofThisHost().orElseThrow().open(folder);
        Budgets many = new Budgets(FEW, Allowance.unlimited(), Allowance.unlimited());
        root = PathEntries.rootOf(share.root(), many, PathEntryNotes.NONE);
        root.identified(root.node().stat());
    }

    @AfterEach
    void stop() {
        root.close();
        share.close();
    }

    private PathEntry entry(byte[] name) throws FileException {
        return root.closedChild(PathEntryNotes.NOTHING, name, root.id(), new Timestamp(1, 0));
    }

    private List<PathEntry> at(byte[] name) {
        List<PathEntry> found = root.all().index().at(root.id(), name);
        found.forEach(PathEntry::close);
        return found;
    }

    /** A guest at its limit of fids, all of one file, begins a new session: the work must not grow with the square of the fids. */
    @Test
    void closesManyEntriesOfOneName() throws Exception {
        List<PathEntry> entries = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            entries.add(entry(name(0)));
        }

        entries.forEach(PathEntry::close);

        assertThat(at(name(0))).isEmpty();
    }

    /** Every rename takes all path entries of the old name along. */
    @Test
    void renamesManyEntriesOfOneName() throws Exception {
        List<PathEntry> entries = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            entries.add(entry(name(0)));
        }
        NameChanges changes = new NameChanges(root.all());

        changes.move(root, name(0), root, name(1), () -> {});

        assertThat(at(name(0))).isEmpty();
        assertThat(at(name(1))).hasSize(MANY);
        entries.forEach(PathEntry::close);
    }

    @Test
    void findsAllEntriesThatAreLeft() throws Exception {
        List<PathEntry> left = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            left.add(entry(name(i % NAMES)));
        }
        Collections.shuffle(left, new Random(1));

        while (!left.isEmpty()) {
            left.remove(left.size() - 1).close();

            for (int i = 0; i < NAMES; i++) {
                byte[] name = name(i);
                assertThat(at(name))
                        .containsExactlyInAnyOrderElementsOf(left.stream()
                                .filter(each -> each.isAt(root.id(), name))
                                .toList());
            }
        }
    }
}
