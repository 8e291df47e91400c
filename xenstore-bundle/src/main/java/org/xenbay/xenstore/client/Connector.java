// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tries the places of an address, and describes why none of them can be used. */
final class Connector {

    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private Connector() {}

    /** Connects to the first usable place; the failure names each place and its reason. */
    static Transport connect(XenStoreAddress address) throws IOException {
        List<String> reasons = new ArrayList<>();
        IOException failure = null;
        for (Path place : address.places()) {
            try {
                return connect(place);
            } catch (IOException refused) {
                reasons.add(place + ": " + reason(place, refused));
                if (failure == null) {
                    failure = refused;
                } else {
                    failure.addSuppressed(refused);
                }
            }
        }
        throw new IOException("xenstored cannot be reached at " + String.join("; ", reasons), failure);
    }

    private static Transport connect(Path place) throws IOException {
        int mode = (Integer) Files.getAttribute(place, "unix:mode");
        return (mode & FILE_TYPE) == SOCKET ? SocketTransport.connect(place) : new DeviceTransport(place);
    }

    /** Describes for a log why a place cannot be used. */
    static String reason(Path place, IOException refused) {
        if (refused instanceof NoSuchFileException) {
            return "there is no such file (is xenstored running?)";
        }
        String message = String.valueOf(refused.getMessage());
        boolean denied = refused instanceof AccessDeniedException
                || (refused instanceof SocketException || refused instanceof FileNotFoundException)
                        && message.contains("ermission denied");
        if (denied) {
            return "permission denied (only root may use it as a rule)";
        }
        if (refused instanceof ConnectException && message.contains("refused")) {
            return "nobody listens on this socket (left behind by a xenstored that has ended?)";
        }
        return message.replace(place + ": ", "");
    }
}
