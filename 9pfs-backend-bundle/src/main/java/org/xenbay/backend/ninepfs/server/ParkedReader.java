// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.RefusedStateException;

/** Reads the state that a predecessor wrote with {@link ParkedWriter}. */
public final class ParkedReader {

    private final DataInputStream in;
    private final int version;
    private final Map<String, AutoCloseable> resources;

    /**
     * @param parked the predecessor's state
     * @throws RefusedStateException when this code does not know the state's version
     */
    public ParkedReader(Parked parked) {
        version = parked.version();
        if (version < 1 || version > ParkedWriter.VERSION) {
            throw new RefusedStateException("parked state of version " + parked.version() + ", this code reads version "
                    + ParkedWriter.VERSION);
        }
        in = new DataInputStream(new ByteArrayInputStream(parked.state()));
        resources = parked.resources();
    }

    /**
     * @return the version of the state: version 1 has neither file systems nor the times when files were made, version 2 has
     *     no closed path entries
     */
    int version() {
        return version;
    }

    /** @return where the state is read */
    public DataInputStream in() {
        return in;
    }

    /**
     * @param type the expected type
     * @return the resource whose number comes next; the caller owns it from now on
     * @param <T> its type
     * @throws IOException when there is no such resource
     */
    public <T> T resource(Class<T> type) throws IOException {
        return resource(in.readInt(), type);
    }

    /**
     * @param type the expected type
     * @return the resource whose number comes next; empty for {@link ParkedWriter#NOTHING}
     * @param <T> its type
     * @throws IOException when there is no such resource
     */
    <T> Optional<T> resourceOrNothing(Class<T> type) throws IOException {
        int number = in.readInt();
        return number == ParkedWriter.NOTHING ? Optional.empty() : Optional.of(resource(number, type));
    }

    private <T> T resource(int number, Class<T> type) throws IOException {
        AutoCloseable resource = resources.get(Integer.toString(number));
        if (!type.isInstance(resource)) {
            throw new IOException("parked state is damaged: resource " + number + " is not a " + type.getSimpleName());
        }
        return type.cast(resource);
    }

    byte[] bytes() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("parked state is damaged: a text of " + length + " bytes");
        }
        return in.readNBytes(length);
    }
}
