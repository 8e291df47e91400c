// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.OpenFile;

class LockTableTest {

    private final List<String> done = new ArrayList<>();

    /**
     * In the other order a kill leaves the number of a closed descriptor in the journal. The next process would take another file
     * that has this number.
     */
    @Test
    void theFileOfALockWhoseFidIsGoneIsClosedAfterItsNoteIsRemoved() throws IOException {
        LockTable table = new LockTable(locks -> done.add("noted"), null);
        table.takeOver(LockReader.ofJournal(oneLockOfFid(7), token -> openFile(), new FidTable(1, null), null));
        assertThat(done).containsExactly("noted", "closed");
    }

    private static DataInputStream oneLockOfFid(int fid) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(1);
        out.writeUTF("1 guest");
        out.writeUTF("token");
        new Ranges().park(out);
        out.writeInt(1);
        out.writeInt(fid);
        out.writeLong(0);
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private OpenFile openFile() {
        return (OpenFile) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OpenFile.class}, (proxy, method, given) -> {
                    assertThat(method.getName()).isEqualTo("close");
                    done.add("closed");
                    return null;
                });
    }
}
