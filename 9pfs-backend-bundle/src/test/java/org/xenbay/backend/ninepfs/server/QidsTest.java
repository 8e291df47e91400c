// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.backend.ninepfs.export.FileId;

/** A file has the same qid as long as the session lasts, also when another process continues the session. */
class QidsTest {

    private final List<DeviceNumber> met = new ArrayList<>();
    private final Qids first = new Qids(met::add);

    private static FileId file(int device, long inode) {
        return new FileId(new DeviceNumber(8, device), inode);
    }

    @Test
    void aFileKeepsItsPathAfterAHandOver() throws Exception {
        long root = first.path(file(1, 2));
        long inner = first.path(file(2, 2));
        assertThat(inner).isNotEqualTo(root);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        first.park(new DataOutputStream(bytes));
        List<DeviceNumber> again = new ArrayList<>();
        Qids next = new Qids(again::add);
        next.resume(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(again).as("noted by the successor, too").isEqualTo(met);
        assertThat(next.path(file(2, 2))).isEqualTo(inner);
        assertThat(next.path(file(1, 2))).isEqualTo(root);
    }

    @Test
    void aFileKeepsItsPathAfterAKill() {
        long root = first.path(file(1, 2));
        long inner = first.path(file(2, 2));
        Qids next = new Qids(device -> {
            throw new AssertionError("noted already: " + device);
        });
        next.restore(met);
        assertThat(next.path(file(2, 2))).isEqualTo(inner);
        assertThat(next.path(file(1, 2))).isEqualTo(root);
    }

    @Test
    void filesOfManyFileSystemsDifferAndCostNoMemory() {
        Set<Long> paths = new HashSet<>();
        for (int device = 0; device < 5000; device++) {
            paths.add(first.path(file(device, 256)));
        }
        assertThat(paths).hasSize(5000);
        assertThat(met).hasSize(255);
        Qids next = new Qids(device -> {});
        next.restore(met);
        assertThat(next.path(file(4999, 256))).isEqualTo(first.path(file(4999, 256)));
    }
}
