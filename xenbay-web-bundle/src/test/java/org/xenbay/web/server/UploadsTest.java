// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.web.host.Refusal;

class UploadsTest {

    @TempDir
    Path folder;

    private static InputStream jar() {
        return new ByteArrayInputStream(new byte[10]);
    }

    /** Something happens while a jar is being brought. */
    private static InputStream jar(Runnable meanwhile) {
        return new InputStream() {
            @Override
            public int read() {
                meanwhile.run();
                return -1;
            }
        };
    }

    @Test
    void whatAnEarlierRunHasLeftIsDroppedAndWhatThisRunUsesIsNot() throws IOException {
        Path old = Files.writeString(folder.resolve("upload1.jar"), "jar");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        Path used = Files.writeString(folder.resolve("upload2.jar"), "jar");
        new Uploads(folder).close();
        assertThat(old).doesNotExist();
        assertThat(used).exists();
    }

    @Test
    void whatIsBroughtAtTheEndIsNotLeft() throws IOException {
        Uploads uploads = new Uploads(folder);
        assertThatThrownBy(() -> uploads.take("x", jar(uploads::close)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("switched off");
        assertThatThrownBy(() -> uploads.take("x", jar())).isInstanceOf(Refusal.class);
        assertThat(folder).isEmptyDirectory();
    }

    /** The browser has been closed meanwhile: no defect of the host. */
    @Test
    void whatEndsEarlyIsRefusedAndNotLeft() {
        Uploads uploads = new Uploads(folder);
        InputStream cut = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new EOFException("of a test");
            }
        };
        assertThatThrownBy(() -> uploads.take("x", cut))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ended early");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aJarThatIsUsedIsThereUntilItIsNotUsedAnyMore() throws IOException {
        Uploads uploads = new Uploads(folder);
        Uploads.Upload used = uploads.use(uploads.take("x", jar()).name());
        assertThatThrownBy(() -> uploads.use(used.name())).isInstanceOf(Refusal.class);
        for (int i = 0; i < 5; i++) {
            uploads.take("x", jar());
        }
        assertThat(folder).isDirectoryContaining(file -> file.equals(used.jar()));
        uploads.close();
        assertThat(used.jar()).exists();
        uploads.used(used);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void thereAreTwoThatWaitAndTwoThatAreBroughtOrUsed() throws IOException {
        try (Uploads uploads = new Uploads(folder)) {
            Uploads.Upload first = uploads.use(uploads.take("x", jar()).name());
            Uploads.Upload second = uploads.use(uploads.take("x", jar()).name());
            assertThatThrownBy(() -> uploads.take("x", jar()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("try again");
            uploads.used(first);
            String oldest = uploads.take("x", jar()).name();
            uploads.take("x", jar());
            uploads.take("x", jar());
            assertThatThrownBy(() -> uploads.use(oldest)).isInstanceOf(Refusal.class);
            assertThat(folder.toFile().list()).hasSize(3);
            uploads.used(second);
        }
    }
}
