// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.Arrays;
import org.xenbay.api.store.StoreError;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.Payload;

/** The answer to DIRECTORY_PART: the node's generation, and as many whole names from an offset on as fit. */
final class DirectoryPart {

    private DirectoryPart() {}

    static byte[] reply(Node node, String offsetText) {
        byte[] names = Payload.ofStrings(node.children().names());
        int offset = Arguments.number(offsetText, Integer.MAX_VALUE).orElseThrow(() -> new Refusal(StoreError.EINVAL));
        byte[] generation = Payload.ofStrings(Long.toString(node.generation()));
        int from = Math.min(offset, names.length);
        int room = Message.MAX_PAYLOAD - generation.length - 1;
        int to = Math.min(from + room, names.length);
        while (to < names.length && to > from && names[to - 1] != 0) {
            to--;
        }
        boolean last = to == names.length;
        byte[] reply = Arrays.copyOf(generation, generation.length + to - from + (last ? 1 : 0));
        System.arraycopy(names, from, reply, generation.length, to - from);
        return reply;
    }
}
