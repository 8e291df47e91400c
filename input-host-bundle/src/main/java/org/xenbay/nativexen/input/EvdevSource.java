// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import java.io.IOException;
import java.nio.file.Path;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** One input device of the host. */
final class EvdevSource implements InputSource {

    private final Path path;
    private final EvdevDescription description;
    private final SourceInfo info;
    private final EvdevLoop loop;

    EvdevSource(Path path, EvdevDescription description, String seat, EvdevLoop loop) {
        this.path = path;
        this.description = description;
        this.info = new SourceInfo(
                path.getFileName().toString(),
                description.name(),
                description.hardware(),
                seat,
                description.abilities());
        this.loop = loop;
    }

    /** @throws IOException when it is not an input device, or the permission is missing */
    static EvdevDescription describe(Path path) throws IOException {
        int descriptor = openFile(path);
        try {
            return EvdevDescription.read(descriptor);
        } finally {
            Libc.close(descriptor);
        }
    }

    static int openFile(Path path) throws IOException {
        int descriptor = Libc.open(path.toString(), LibcAbi.O_RDONLY | LibcAbi.O_NONBLOCK | LibcAbi.O_CLOEXEC);
        if (descriptor < 0) {
            throw CallException.last("open of " + path);
        }
        return descriptor;
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public Session open(Sink sink) throws IOException {
        EvdevSession session = new EvdevSession(openFile(path), description, path.toString(), sink, loop);
        loop.add(session);
        return session;
    }
}
