// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.device.Parked;

/** Collects the state for a successor: bytes, and open resources of the host to which the bytes refer by number. */
public final class ParkedWriter {

    /** Form of the bytes. */
    public static final int VERSION = 3;

    /** Most bytes that are handed over: each is in memory several times during the hand-over. */
    public static final int MOST = 16 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<String, AutoCloseable> resources = new LinkedHashMap<>();

    /** @return where the state is written */
    public DataOutputStream out() {
        return out;
    }

    /**
     * @param resource a resource for the successor
     * @return its number
     */
    public int resource(AutoCloseable resource) {
        int number = resources.size();
        resources.put(Integer.toString(number), resource);
        return number;
    }

    /** Stands for no resource. */
    public static final int NOTHING = -1;

    /** @return the whole state */
    public Parked parked() {
        return new Parked(VERSION, bytes.toByteArray(), resources);
    }
}
