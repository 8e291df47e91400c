// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Load;
import org.xenbay.frontend.ninep.NinePException;

/** What operators see of a share's load. */
@Timeout(60)
class FiguresTest {

    private static final int READ_WRITE = 2;

    @TempDir
    Path folder;

    private static Map<Load, Long> load(Host host, Host.Share share) {
        Map<Load, Long> sums = new EnumMap<>(Load.class);
        for (Figure figure :
                host.admin().device(share.id()).orElseThrow().figures().values()) {
            assertThat(figure.value()).as(figure.name()).isNotNull();
            sums.merge(figure.load(), figure.value().longValue(), Long::sum);
        }
        return sums;
    }

    @Test
    void requestsBytesOfEachDirectionAndFailuresAreCounted() throws Exception {
        Host host = new Host(folder);
        try {
            Host.Share share = host.share();
            int root = share.mount();
            int file = share.client().walk(root);
            share.client().create(file, "new", READ_WRITE, 0644, 0);
            await().untilAsserted(() -> assertThat(load(host, share)).containsEntry(Load.WAITING, 0L));
            long before = load(host, share).get(Load.REQUESTS);
            share.client().write(file, 0, new byte[3000]);
            share.client().read(file, 1000, 500);
            assertThatThrownBy(() -> share.client().walk(root, "missing")).isInstanceOf(NinePException.class);
            // A request is counted after its answer has been sent.
            await().untilAsserted(() -> assertThat(load(host, share))
                    .containsEntry(Load.REQUESTS, before + 3)
                    .containsEntry(Load.WRITTEN_BYTES, 3000L)
                    .containsEntry(Load.READ_BYTES, 500L)
                    .containsEntry(Load.WAITING, 0L)
                    .containsEntry(Load.NONE, 1L));
        } finally {
            host.close();
        }
    }
}
